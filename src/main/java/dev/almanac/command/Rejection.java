package dev.almanac.command;

import dev.almanac.calendar.Answer;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Why a command ends without having changed anything.
///
/// @param answer the vendor's, or null where no call was made
record Rejection(Reason reason, String message, Answer answer) implements Verdict.Ending {
    /// How far a sender's clock may be ahead of ours. A command from further ahead would still look new when its first
    /// copy is forgotten, and could be executed twice.
    static final Duration CLOCK_AHEAD = Duration.ofMinutes(10);

    private Rejection(Reason reason, String message) {
        this(reason, message, null);
    }

    /// What can be told as soon as a command comes in.
    static Optional<Rejection> atIntake(
            AppointmentCommand command,
            boolean knownLocation,
            Duration dedupeWindow,
            Predicate<String> isCreate,
            Instant now) {
        if (!knownLocation) {
            return Optional.of(unserved(command.locationId()));
        }
        if (command.issuedAt().isBefore(now.minus(dedupeWindow))) {
            return reject(
                    Reason.TOO_OLD,
                    "issued at " + command.issuedAt() + ": what ended before the last " + dedupeWindow
                            + " is no longer remembered, so it could be a repetition");
        }
        if (command.issuedAt().isAfter(now.plus(CLOCK_AHEAD))) {
            return reject(Reason.VALIDATION, "issuedAt lies in the future: " + command.issuedAt());
        }
        if (isExpired(command, now)) {
            return reject(Reason.EXPIRED, "expired at " + command.expiresAt());
        }
        return switch (command) {
            case Malformed malformed -> reject(Reason.VALIDATION, malformed.problem());
            case Update update when update.createCommandId() != null && !isCreate.test(update.createCommandId()) ->
                reject(Reason.UNKNOWN_REFERENCE, "no create " + update.createCommandId() + " was published before it");
            case Create _, Update _ -> Optional.empty();
        };
    }

    static Rejection unserved(String locationId) {
        return new Rejection(Reason.UNKNOWN_LOCATION, "Almanac does not serve the location " + locationId);
    }

    /// Nothing was sent, and what to send cannot be found out.
    static Rejection undecided(String why) {
        return new Rejection(Reason.INTERNAL_ERROR, why);
    }

    /// What can be told when its turn has come and nothing has been sent yet.
    static Optional<Rejection> beforeStart(
            JournalEntry entry, Function<String, Optional<FinishedCommand>> outcomeOfCreate, Instant now) {
        if (entry.command() instanceof Malformed malformed) {
            return reject(Reason.VALIDATION, malformed.problem()); // taken for sound by an earlier version
        }
        if (entry.command() instanceof Update update && update.createCommandId() != null) {
            Optional<FinishedCommand> create = outcomeOfCreate.apply(update.createCommandId());
            if (create.filter(past -> past.outcome() == Outcome.SUCCEEDED).isEmpty()) {
                return reject(Reason.DEPENDENCY_FAILED, "the create " + update.createCommandId() + " did not succeed");
            }
        }
        return ifExpired(entry, now);
    }

    static Optional<Rejection> ifExpired(JournalEntry entry, Instant now) {
        return expiryOf(entry).isAfter(now)
                ? Optional.empty()
                : reject(Reason.EXPIRED, "expired at " + entry.command().expiresAt());
    }

    /// When a command ends unless a write of it is started before; the end of time where it never does.
    static Instant expiryOf(JournalEntry entry) {
        boolean unstarted = entry.state() == JournalEntry.State.ACCEPTED;
        return unstarted && entry.command().expiresAt() != null ? entry.command().expiresAt() : Instant.MAX;
    }

    private static boolean isExpired(AppointmentCommand command, Instant now) {
        return command.expiresAt() != null && !command.expiresAt().isAfter(now);
    }

    private static Optional<Rejection> reject(Reason reason, String message) {
        return Optional.of(new Rejection(reason, message));
    }
}
