package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.Attribution;
import dev.almanac.change.Look;
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

    private static final class Cause {
        final String commandId;
        final Trace trace;
        /// When it began to write: an answer that had come by then shows nothing of it.
        final Instant since;
        /// Whose doing it was until then, or null.
        Cause before;
        /// When it had its result; null: it has none.
        Instant finishedAt;
        /// A change has been told from a look that was begun after its end: all that it did is told with that.
        boolean told;

        Cause(String commandId, Trace trace, Instant since, Cause before) {
            this.commandId = commandId;
            this.trace = trace;
            this.since = since;
            this.before = before;
        }

        /// While a look was taken both may have changed something: then it is the doing of the earlier, which surely has, unless
        /// that is told.
        Cause behind(Look look) {
            if (before != null && !before.told && look.begunAt().isBefore(since) && look.fetchedAt().isAfter(before.since)) {
                return before;
            }
            return !told && look.fetchedAt().isAfter(since) ? this : null;
        }

        void tellFrom(Look look) {
            told = finishedAt != null && !look.begunAt().isBefore(finishedAt);
        }
    }

    Causes(CommandBook commands) {
        this.commands = commands;
    }

    Attribution attribution() {
        return new Attribution(this::creatorOf, (id, look) -> {
            Optional<Cause> cause = Optional.ofNullable(of(id)).map(each -> each.behind(look));
            if (causes.containsKey(id)) {
                cause.ifPresent(each -> each.tellFrom(look));
            }
            return cause.map(each -> each.commandId);
        });
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId, Instant now) {
        Cause last = causes.get(appointmentId);
        if (last == null || !last.commandId.equals(commandId)) {
            if (last != null) {
                last.before = null;
            }
            causes.put(appointmentId, new Cause(commandId, commands.traceOf(commandId), now, last));
        }
    }

    /// A write of a command has provably done nothing, nor has any before it: what happens until it is made again is not its doing.
    void isNotChanging(String appointmentId, String commandId) {
        causes.computeIfPresent(
                appointmentId, (_, last) -> last.commandId.equals(commandId) ? last.before : last);
    }

    /// A command has its result. Where it did nothing, what happened before it is told as it would have been without it.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        String commandId = entry.id().commandId();
        if (result.outcome() == CommandResult.Outcome.REJECTED) {
            isNotChanging(result.appointmentId(), commandId);
            return;
        }
        Cause last = causes.get(result.appointmentId());
        if (last == null || !last.commandId.equals(commandId)) {
            last = new Cause(commandId, entry.trace(), Instant.MIN, null);
            causes.put(result.appointmentId(), last);
        }
        last.finishedAt = result.finishedAt();
    }

    /// All that there was to see of an appointment has been seen: a command that had finished by then has had its doing told.
    void settled(String appointmentId) {
        causes.computeIfPresent(appointmentId, (_, cause) -> {
            cause.before = null;
            return cause.finishedAt != null ? null : cause;
        });
    }

    /// What came with the command behind a change.
    Trace traceOf(AppointmentChange change) {
        for (Cause cause = of(change.after().id()); cause != null; cause = cause.before) {
            if (cause.commandId.equals(change.commandId())) {
                return cause.trace;
            }
        }
        return change.commandId() == null ? Trace.NONE : commands.traceOf(change.commandId());
    }

    /// Its own, or that of its series.
    private Cause of(String appointmentId) {
        Cause own = causes.get(appointmentId);
        return own != null ? own : causes.get(InstanceId.seriesOf(appointmentId));
    }

    private Optional<String> creatorOf(Appointment appointment) {
        return Marker.in(appointment).filter(commands::isCreate);
    }
}
