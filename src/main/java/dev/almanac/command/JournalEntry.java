package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// What is owed one command, as written to the journal: the last entry of a command is the truth after a restart.
///
/// @param position       order of acceptance in the shard: the command's offset
/// @param command        null once done
/// @param attempts       writes started so far
/// @param settlesAt      while a write of unknown fate may still take effect; null if none may
/// @param marker         text by which a created appointment is recognised, or null
/// @param appointmentId  of the update, or made by the create, once known
/// @param result         once done
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
        String marker,
        String appointmentId,
        CommandResult result,
        Trace trace) {

    public JournalEntry {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(bodyHash, "bodyHash");
        requireNonNull(receivedAt, "receivedAt");
        requireNonNull(trace, "trace");
        if (state == State.DONE ? result == null : command == null) {
            throw new IllegalArgumentException("an entry holds the command until it holds the result: " + id + " " + state);
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
}
