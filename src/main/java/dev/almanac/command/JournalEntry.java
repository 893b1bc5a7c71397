package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// What is owed one command, as written to the journal: the last entry of a command is the truth after a restart.
///
/// @param position       order of acceptance in the shard: the command's offset
/// @param command        null once done
/// @param attempts       writes started so far
/// @param firstStartedAt when the first write was started, or null
/// @param startedAt      when the last one was, or null
/// @param settlesAt      while a write of unknown fate may still take effect; null if none may
/// @param version        when what its first write replaces had been updated, as the vendor says; null for a create, or where not told
/// @param marker         text by which a created appointment is recognised, or null
/// @param appointmentId  of the update, or made by the create, once known
/// @param contactId      once done, whom the create booked for; null otherwise
/// @param result         once done
/// @param told           once done, whether all that it did is told as its doing, so that nothing that is seen later is
public record JournalEntry(
        CommandId id,
        State state,
        byte[] bodyHash,
        long position,
        Instant receivedAt,
        AppointmentCommand command,
        int attempts,
        Instant firstStartedAt,
        Instant startedAt,
        Instant settlesAt,
        Instant version,
        String marker,
        String appointmentId,
        String contactId,
        CommandResult result,
        boolean told,
        Trace trace) {

    /// Between deciding on a write and its first byte lie a commit, which its transaction's time-out bounds at 10 s,
    /// and the way to the socket, which is given 2 s.
    static final Duration SEND_WITHIN = Duration.ofSeconds(15);

    public JournalEntry {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(bodyHash, "bodyHash");
        requireNonNull(receivedAt, "receivedAt");
        requireNonNull(trace, "trace");
        if (state == State.DONE ? result == null : command == null) {
            throw new IllegalArgumentException("an entry holds its command or its result: " + id + " " + state);
        }
    }

    /// How far a command has come.
    public enum State {
        /// To be executed; no write is under way.
        ACCEPTED,
        /// A write may have been sent.
        STARTED,
        /// The result is published.
        DONE
    }

    static JournalEntry accepted(AppointmentCommand command, long position, Trace trace, Instant now) {
        return new JournalEntry(
                command.id(), State.ACCEPTED, command.bodyHash(), position, now, command, 0, null, null, null, null, null,
                null, null, null, false, trace);
    }

    /// A write may have taken effect, or still may, and nobody knows.
    boolean isInDoubt() {
        return settlesAt != null;
    }

    /// Whether a look that began then would have to show what was written.
    boolean isSettled(Instant begunAt) {
        return !begunAt.isBefore(settlesAt);
    }

    /// A write is about to be sent; this entry must be durable before it is.
    JournalEntry started(String marker, String appointmentId, Instant replaced, Instant now) {
        return new JournalEntry(
                id, State.STARTED, bodyHash, position, receivedAt, command, attempts + 1,
                firstStartedAt == null ? now : firstStartedAt, now, settlesAt, attempts > 0 ? version : replaced, marker,
                appointmentId, null, null, false, trace);
    }

    /// The fate of the last write is unknown: it may take effect until then.
    JournalEntry inDoubt(Instant settlesAt) {
        return new JournalEntry(
                id, State.STARTED, bodyHash, position, receivedAt, command, attempts, firstStartedAt, startedAt,
                settlesAt, version, marker, appointmentId, null, null, false, trace);
    }

    /// What an owner that starts anew owes. Whether the last write was sent, let alone answered, is not known.
    ///
    /// @param settling until when a write sent at a given moment may take effect
    JournalEntry afterRestart(UnaryOperator<Instant> settling) {
        if (state != State.STARTED) {
            return this;
        }
        Instant settles = settling.apply(startedAt.plus(SEND_WITHIN));
        return inDoubt(settlesAt == null || settles.isAfter(settlesAt) ? settles : settlesAt);
    }

    /// The last write provably changed nothing, so it does not count as an attempt. An earlier one of unknown fate
    /// keeps the command in doubt.
    JournalEntry withoutEffect() {
        boolean never = attempts == 1;
        return new JournalEntry(
                id, settlesAt == null ? State.ACCEPTED : State.STARTED, bodyHash, position, receivedAt, command,
                attempts - 1, never ? null : firstStartedAt, never ? null : startedAt, settlesAt, never ? null : version,
                marker, appointmentId, null, null, false, trace);
    }

    JournalEntry done(CommandResult result) {
        String contactId = command instanceof AppointmentCommand.Create create ? create.contactId() : null;
        boolean nothingToTell = result.outcome() == CommandResult.Outcome.REJECTED || result.appointmentId() == null;
        return new JournalEntry(
                id, State.DONE, bodyHash, position, receivedAt, null, attempts, firstStartedAt, startedAt, settlesAt, version,
                marker, result.appointmentId(), contactId, result, nothingToTell, trace);
    }

    /// All that a done one did is told as its doing.
    public JournalEntry asTold() {
        return new JournalEntry(
                id, state, bodyHash, position, receivedAt, command, attempts, firstStartedAt, startedAt, settlesAt, version,
                marker, appointmentId, contactId, result, true, trace);
    }
}
