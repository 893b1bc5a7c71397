package dev.almanac.command;

import dev.almanac.calendar.Answer;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Instant;

/// Turns an ending into the result that is published.
final class Results {
    private Results() {}

    static CommandResult succeeded(JournalEntry entry, String appointmentId, boolean adopted, Answer answer, Instant now) {
        return result(entry, Outcome.SUCCEEDED, null, null, answer, appointmentId, adopted, now);
    }

    static CommandResult rejected(JournalEntry entry, Rejection rejection, Instant now) {
        return result(
                entry, Outcome.REJECTED, rejection.reason(), rejection.message(), rejection.answer(),
                entry.appointmentId(), false, now);
    }

    static CommandResult unresolved(JournalEntry entry, Reason reason, String message, Instant now) {
        return result(entry, Outcome.UNRESOLVED, reason, message, null, entry.appointmentId(), false, now);
    }

    private static CommandResult result(
            JournalEntry entry,
            Outcome outcome,
            Reason reason,
            String message,
            Answer answer,
            String appointmentId,
            boolean adopted,
            Instant now) {
        return new CommandResult(
                entry.id(),
                switch (entry.command()) {
                    case Create _ -> Operation.CREATE;
                    case Update _ -> Operation.UPDATE;
                    case Malformed _ -> Operation.INVALID;
                },
                outcome,
                reason,
                message,
                answer == null ? null : answer.status(),
                answer == null ? null : answer.traceId(),
                appointmentId,
                adopted,
                entry.attempts(),
                entry.receivedAt(),
                entry.firstStartedAt(),
                now);
    }
}
