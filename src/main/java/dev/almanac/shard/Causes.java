package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.Attribution;
import dev.almanac.change.Look;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Whose command is behind what changes about each appointment of a location, or about each meeting of a series.
final class Causes {
    /// How long after its end a command's doing may be missing from what is read.
    private static final Duration LONGEST_LAG = Duration.ofSeconds(30);
    /// How far the vendor's clock may be behind ours.
    private static final Duration CLOCK_BEHIND = Duration.ofSeconds(10);

    private final CommandBook commands;
    private final Map<String, Cause> causes = new HashMap<>();
    private final List<JournalEntry> ended = new ArrayList<>();

    private static final class Cause {
        final String appointmentId;
        final String commandId;
        final Trace trace;
        /// When it began to write: an answer that had come by then shows nothing of it.
        final Instant since;
        /// The version it replaces; null: not known.
        final Instant version;
        /// Whose doing it was until then, or null.
        Cause before;
        /// Its end; null: it has no result yet.
        JournalEntry done;
        /// A change has been told from a look that was begun after its end: all that it did is told with that.
        boolean told;

        Cause(String appointmentId, String commandId, Trace trace, Instant since, Instant version, Cause before) {
            this.appointmentId = appointmentId;
            this.commandId = commandId;
            this.trace = trace;
            this.since = since;
            this.version = version;
            this.before = before;
        }

        /// While a look was taken both may have changed something: then it is the doing of the earlier, which surely has, unless
        /// that is told.
        Optional<Cause> behind(AppointmentRow shown, Look look) {
            boolean hasBegun = look.fetchedAt().isAfter(since) && mayShowIn(shown);
            boolean hadNot = look.begunAt().isBefore(since) || !mayShowIn(shown);
            if (before != null && !before.told && hadNot && look.fetchedAt().isAfter(before.since)) {
                return Optional.of(before);
            }
            return !told && hasBegun ? Optional.of(this) : Optional.empty();
        }

        void tellFrom(AppointmentRow shown, Look look) {
            told = done != null && !look.begunAt().isBefore(done.result().finishedAt()) && mayShowIn(shown);
        }

        boolean isMissing(Appointment seen, Instant now) {
            return done != null
                    && now.isBefore(done.result().finishedAt().plus(LONGEST_LAG))
                    && (seen == null || isFromBefore(seen));
        }

        private boolean mayShowIn(AppointmentRow shown) {
            boolean isMeeting = !shown.id().equals(appointmentId);
            return isMeeting || shown.removed() || !isFromBefore(shown.appointment());
        }

        /// Whether this version was there before it wrote, and is told because lists and readings may be behind. Where the vendor
        /// tells no fractions of a second, the same moment may be that of another version, if both are as young.
        private boolean isFromBefore(Appointment seen) {
            Instant updated = seen.dateUpdated();
            if (updated == null || version == null) {
                return false;
            }
            boolean isTheSame = updated.getNano() != 0 || updated.isBefore(since.minus(CLOCK_BEHIND));
            return updated.isBefore(version) || updated.equals(version) && isTheSame;
        }
    }

    Causes(CommandBook commands) {
        this.commands = commands;
    }

    /// The cause of an appointment's change is its own, or else that of its series.
    Attribution attribution() {
        return new Attribution(commands::creatorOf, (shown, look) -> {
            Optional<Cause> own = Optional.ofNullable(causes.get(shown.id())).flatMap(cause -> cause.behind(shown, look));
            own.ifPresent(cause -> cause.tellFrom(shown, look));
            return own.or(() -> ofSeries(shown.id()).flatMap(cause -> cause.behind(shown, look)))
                    .map(cause -> cause.commandId);
        });
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    ///
    /// @param version when what it replaces was updated; null: not known
    void isChanging(String appointmentId, String commandId, Instant version, Instant now) {
        Cause last = causes.get(appointmentId);
        if (last == null || !last.commandId.equals(commandId)) {
            if (last != null) {
                end(last.before);
                last.before = null;
            }
            causes.put(appointmentId, new Cause(appointmentId, commandId, commands.traceOf(commandId), now, version, last));
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
        if (last != null && last.commandId.equals(commandId)) {
            last.done = entry;
            return;
        }
        Instant since = entry.firstStartedAt() == null ? result.finishedAt() : entry.firstStartedAt();
        Cause late = new Cause(result.appointmentId(), commandId, entry.trace(), since, entry.version(), null);
        late.done = entry;
        if (last != null) {
            end(last.before);
        }
        if (last != null && last.done == null) {
            last.before = late;
        } else {
            end(last);
            causes.put(result.appointmentId(), late);
        }
    }

    /// Whether the doing of a command that has ended may still have to show, after it was read.
    ///
    /// @param seen what was read to be there, or null where nothing was
    boolean isMissing(String appointmentId, Appointment seen, Instant now) {
        Cause cause = causes.get(appointmentId);
        return cause != null && cause.isMissing(seen, now);
    }

    /// All that there was to see of an appointment has been seen: a command that had finished by then has had its doing told.
    void settled(String appointmentId) {
        causes.computeIfPresent(appointmentId, (_, cause) -> {
            end(cause.before);
            cause.before = null;
            if (cause.done == null) {
                return cause;
            }
            end(cause);
            return null;
        });
    }

    /// Commands that are the cause of nothing more since the last call, as they are to be remembered after a restart.
    List<JournalEntry> drainEnded() {
        List<JournalEntry> drained = List.copyOf(ended);
        ended.clear();
        return drained;
    }

    /// What came with the command behind a change.
    Trace traceOf(AppointmentChange change) {
        String id = change.after().id();
        return Stream.concat(Stream.ofNullable(causes.get(id)), ofSeries(id).stream())
                .flatMap(last -> Stream.iterate(last, cause -> cause != null, cause -> cause.before))
                .filter(cause -> cause.commandId.equals(change.commandId()))
                .findFirst()
                .map(cause -> cause.trace)
                .orElseGet(() -> change.commandId() == null ? Trace.NONE : commands.traceOf(change.commandId()));
    }

    private void end(Cause cause) {
        if (cause != null && cause.done != null) {
            ended.add(cause.done.asTold());
        }
    }

    private Optional<Cause> ofSeries(String appointmentId) {
        String seriesId = InstanceId.seriesOf(appointmentId);
        return seriesId.equals(appointmentId) ? Optional.empty() : Optional.ofNullable(causes.get(seriesId));
    }
}
