package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// How one command ended.
///
/// @param operation     what it asked for
/// @param message       the vendor's text, or ours where no call was made; null on success
/// @param httpStatus    of the answer that decided, or null
/// @param traceId       the vendor's, or null
/// @param appointmentId created or changed, or null
/// @param adopted       the effect was found by looking: the answer was lost, or had not come yet
/// @param attempts      how often the write was started
/// @param startedAt     the first of these, or null
public record CommandResult(
        CommandId id,
        Operation operation,
        Outcome outcome,
        Reason reason,
        String message,
        Integer httpStatus,
        String traceId,
        String appointmentId,
        boolean adopted,
        int attempts,
        Instant receivedAt,
        Instant startedAt,
        Instant finishedAt) {

    public CommandResult {
        requireNonNull(id, "id");
        requireNonNull(operation, "operation");
        requireNonNull(outcome, "outcome");
        requireNonNull(receivedAt, "receivedAt");
        requireNonNull(finishedAt, "finishedAt");
        if ((outcome == Outcome.SUCCEEDED) != (reason == null)) {
            throw new IllegalArgumentException("every result but a success has a reason: " + outcome + " " + reason);
        }
    }

    /// What was asked for.
    public enum Operation {
        CREATE,
        UPDATE,
        INVALID
    }

    /// What may be believed about the calendar.
    public enum Outcome {
        SUCCEEDED,
        /// Nothing was changed.
        REJECTED,
        /// Neither the effect nor its absence could be shown.
        UNRESOLVED
    }

    /// Why it did not succeed.
    public enum Reason {
        SLOT_UNAVAILABLE,
        VALIDATION,
        UNKNOWN_APPOINTMENT,
        UNKNOWN_LOCATION,
        /// It names a create that was not published before it.
        UNKNOWN_REFERENCE,
        /// The create it names did not succeed.
        DEPENDENCY_FAILED,
        EXPIRED,
        TOO_OLD,
        UNSUPPORTED,
        /// Refused with a text that is not known.
        REFUSED,
        /// A defect of Almanac's own kept it from being executed.
        INTERNAL_ERROR,
        /// Unresolved: a create whose booking had not shown up after the settle time.
        NOT_FOUND_AFTER_SETTLE,
        /// Unresolved: an update that could not be seen to hold.
        NOT_CONFIRMED,
        /// Never given: what a reason of a later version is read as.
        OTHER
    }
}
