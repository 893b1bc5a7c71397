package dev.almanac.command;

import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Reason;
import java.time.Instant;
import java.util.Optional;

/// How a command ends for which no further call can be made, so that it does not wait for ever.
final class Stranded {
    private Stranded() {}

    /// Its location is served no longer. Where no write was begun it is rejected; what is in doubt ends once it is settled,
    /// because nobody can look any more.
    static Optional<Verdict.Ending> unserved(PendingCommand command, Instant now) {
        JournalEntry entry = command.entry;
        if (!command.isUnderWay()) {
            return Optional.of(Rejection.unserved(entry.id().locationId()));
        }
        if (command.inFlight || entry.settlesAt() == null || entry.settlesAt().isAfter(now)) {
            return Optional.empty();
        }
        Reason reason = entry.command() instanceof Update ? Reason.NOT_CONFIRMED : Reason.NOT_FOUND_AFTER_SETTLE;
        return Optional.of(new Verdict.GiveUp(
                reason, "the location was no longer served, so what the last attempt did could not be looked for"));
    }

    /// An earlier version took it for sound, and this one cannot read it: nothing of it can be looked for.
    static Optional<Verdict.Ending> unreadable(PendingCommand command) {
        return command.entry.command() instanceof Malformed malformed && command.isInDoubt()
                ? Optional.of(new Verdict.GiveUp(Reason.NOT_CONFIRMED, malformed.problem()))
                : Optional.empty();
    }
}
