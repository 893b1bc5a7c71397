package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.Attribution;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whose command is behind what changes about each appointment of a location.
final class Causes {
    private final CommandBook commands;
    private final Map<String, Cause> causes = new HashMap<>();

    /// @param before whose doing it was when this command began to write, or null
    private record Cause(String commandId, Trace trace, Cause before) {
        Cause alone() {
            return new Cause(commandId, trace, null);
        }
    }

    Causes(CommandBook commands) {
        this.commands = commands;
    }

    Attribution attribution() {
        return new Attribution(this::creatorOf, id -> Optional.ofNullable(causes.get(id)).map(Cause::commandId));
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId) {
        causes.compute(appointmentId, (_, now) -> {
            Cause before = now == null || !now.commandId().equals(commandId) ? now : now.before();
            return new Cause(commandId, commands.traceOf(commandId), before == null ? null : before.alone());
        });
    }

    /// A command has its result. Where it did nothing, what happened before it is told as it would have been without it.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        String commandId = entry.id().commandId();
        if (result.outcome() == CommandResult.Outcome.REJECTED) {
            causes.computeIfPresent(
                    result.appointmentId(), (_, now) -> now.commandId().equals(commandId) ? now.before() : now);
        } else {
            causes.put(result.appointmentId(), new Cause(commandId, entry.trace(), null));
        }
    }

    /// An appointment was read, and no further reading of it is due: a command that had finished by then has had its doing told.
    void told(String appointmentId) {
        causes.computeIfPresent(
                appointmentId, (_, cause) -> commands.isPending(cause.commandId()) ? cause : null);
    }

    /// What came with the command behind a change.
    Trace traceOf(AppointmentChange change) {
        if (change.commandId() == null) {
            return Trace.NONE;
        }
        Cause cause = causes.get(change.after().id());
        return cause != null && cause.commandId().equals(change.commandId())
                ? cause.trace()
                : commands.traceOf(change.commandId());
    }

    private Optional<String> creatorOf(Appointment appointment) {
        return Marker.in(appointment).filter(commands::isCreate);
    }
}
