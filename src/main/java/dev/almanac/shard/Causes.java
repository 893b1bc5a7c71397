package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.Attribution;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Whose command is behind what changes about each appointment of a location, or about each meeting of a series.
final class Causes {
    private final CommandBook commands;
    private final Map<String, Cause> causes = new HashMap<>();

    /// @param since    when it began to write: an answer that had come by then shows nothing of it
    /// @param finished whether it has its result
    /// @param before   whose doing it was until then, or null
    private record Cause(String commandId, Trace trace, Instant since, boolean finished, Cause before) {
        Cause alone() {
            return new Cause(commandId, trace, since, finished, null);
        }

        Cause asOf(Instant fetchedAt) {
            if (fetchedAt.isAfter(since)) {
                return this;
            }
            return before != null && fetchedAt.isAfter(before.since()) ? before : null;
        }
    }

    Causes(CommandBook commands) {
        this.commands = commands;
    }

    Attribution attribution() {
        return new Attribution(this::creatorOf, (id, fetchedAt) -> Optional.ofNullable(of(id))
                .map(cause -> cause.asOf(fetchedAt))
                .map(Cause::commandId));
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId, Instant now) {
        causes.compute(appointmentId, (_, last) -> last != null && last.commandId().equals(commandId)
                ? last
                : new Cause(commandId, commands.traceOf(commandId), now, false, last == null ? null : last.alone()));
    }

    /// A command has its result. Where it did nothing, what happened before it is told as it would have been without it.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        String commandId = entry.id().commandId();
        if (result.outcome() == CommandResult.Outcome.REJECTED) {
            causes.computeIfPresent(
                    result.appointmentId(), (_, last) -> last.commandId().equals(commandId) ? last.before() : last);
        } else {
            causes.compute(result.appointmentId(), (_, last) -> last != null && last.commandId().equals(commandId)
                    ? new Cause(commandId, entry.trace(), last.since(), true, last.before())
                    : new Cause(commandId, entry.trace(), Instant.MIN, true, null));
        }
    }

    /// All that there was to see of an appointment has been seen: a command that had finished by then has had its doing told.
    void told(String appointmentId) {
        causes.computeIfPresent(appointmentId, (_, cause) -> cause.finished() ? null : cause);
    }

    /// What came with the command behind a change.
    Trace traceOf(AppointmentChange change) {
        for (Cause cause = of(change.after().id()); cause != null; cause = cause.before()) {
            if (cause.commandId().equals(change.commandId())) {
                return cause.trace();
            }
        }
        return change.commandId() == null ? Trace.NONE : commands.traceOf(change.commandId());
    }

    private Cause of(String appointmentId) {
        Cause own = causes.get(appointmentId);
        return own != null ? own : causes.get(InstanceId.seriesOf(appointmentId));
    }

    private Optional<String> creatorOf(Appointment appointment) {
        return Marker.in(appointment).filter(commands::isCreate);
    }
}
