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

    static CommandResult of(Verdict.Ending ending, JournalEntry entry, Instant now) {
        return switch (ending) {
            case Verdict.Succeed(String appointmentId, boolean adopted, Answer answer) ->
                result(entry, Outcome.SUCCEEDED, null, null, answer, appointmentId, adopted, now);
            case Rejection(Reason reason, String message, Answer answer) ->
                result(entry, Outcome.REJECTED, reason, message, answer, meant(entry), false, now);
            case Verdict.GiveUp(Reason reason, String message) ->
                result(entry, Outcome.UNRESOLVED, reason, message, null, meant(entry), false, now);
        };
    }

    /// The appointment that an update means, even where it was never looked up.
    private static String meant(JournalEntry entry) {
        return entry.appointmentId() == null && entry.command() instanceof Update update
                ? update.appointmentId()
                : entry.appointmentId();
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
                answer == null || answer.status() == 0 ? null : Integer.valueOf(answer.status()),
                answer == null ? null : answer.traceId(),
                appointmentId,
                adopted,
                entry.attempts(),
                entry.receivedAt(),
                entry.firstStartedAt(),
                now);
    }
}
