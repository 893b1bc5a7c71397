package dev.almanac.shard;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.Reply;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.Attribution;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.change.LastSeen;
import dev.almanac.change.LastSeenBlocks;
import dev.almanac.change.PollSchedule;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The change feed of one location: takes what polls and readings show, asks for readings of its own, and tells whose
/// command was behind a change.
final class Feed {
    private final String locationId;
    private final CommandBook commands;
    private final LastSeen lastSeen = new LastSeen();
    private final LastSeenBlocks lastSeenBlocks = new LastSeenBlocks();
    private final Attribution attribution = new Attribution(this::creatorOf, this::causeOf);
    private final Map<String, Cause> causes = new HashMap<>();
    private final Readings readings = new Readings();
    private final List<Write.Change> changes = new ArrayList<>();
    private final List<BlockedTimeRow> blocks = new ArrayList<>();

    /// @param before whose doing it was when this command began to write, or null
    private record Cause(String commandId, Trace trace, Cause before) {}

    Feed(String locationId, CommandBook commands) {
        this.locationId = locationId;
        this.commands = commands;
    }

    /// @param readBack for how long before the last sign of life a command may have finished whose change is not told
    ///                 yet
    void restore(Restored restored, Duration readBack) {
        restored.appointments().forEach(lastSeen::restore);
        restored.blockedTimes().forEach(lastSeenBlocks::restore);
        List<JournalEntry> done = restored.journal().stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .toList();
        if (!done.isEmpty()) {
            Instant since = done.getLast().result().finishedAt().minus(readBack);
            done.stream()
                    .filter(entry -> entry.result().finishedAt().isAfter(since) && !isTold(entry.result()))
                    .forEach(this::finished);
        }
        restored.journal().stream()
                .filter(entry -> entry.state() == JournalEntry.State.STARTED && entry.appointmentId() != null)
                .sorted(Comparator.comparing(JournalEntry::position))
                .forEach(entry -> isChanging(entry.appointmentId(), entry.id().commandId()));
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId) {
        causes.compute(appointmentId, (_, now) -> {
            Cause before = now == null || !now.commandId().equals(commandId) ? now : now.before();
            return new Cause(commandId, commands.traceOf(commandId), before == null ? null : alone(before));
        });
    }

    /// A command has its result: what it did is read at once, and told as its doing. Where it did nothing, what
    /// happened before it is told as it would have been without it.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        String commandId = entry.id().commandId();
        if (result.appointmentId() == null) {
            return;
        }
        if (result.outcome() == CommandResult.Outcome.REJECTED) {
            causes.computeIfPresent(
                    result.appointmentId(), (_, now) -> now.commandId().equals(commandId) ? now.before() : now);
            return;
        }
        causes.put(result.appointmentId(), new Cause(commandId, entry.trace(), null));
        readings.want(result.appointmentId());
    }

    /// The next appointment to be read by id; empty where none is due. Takes it: its answer is owed.
    Optional<String> nextReading(Instant now) {
        return readings.next(now);
    }

    /// The appointments of a contact as last seen, the removed ones included.
    List<Appointment> seenOf(String contactId) {
        return lastSeen.rows().stream()
                .map(AppointmentRow::appointment)
                .filter(appointment -> contactId.equals(appointment.contactId()))
                .toList();
    }

    /// The answer to a reading.
    ///
    /// @param schedule  knows what is polled, and is told what to poll because of the answer
    /// @param firstWait before it is asked again if the answer told nothing
    void read(
            String id,
            ApiResult<Appointment> result,
            Instant begunAt,
            Instant now,
            PollSchedule schedule,
            Duration firstWait) {
        switch (result) {
            case ApiResult.Ok(Appointment seen, _) -> {
                if (seen.isSeries() && lastSeen.row(id).isEmpty()) {
                    // Lists tell a series as its instances, so it is no row itself.
                    schedule.pollNow(seen, now);
                } else if (isOurs(seen)) {
                    tell(lastSeen.read(seen, begunAt, now, each -> schedule.covers(each, now), attribution));
                    commands.seen(seen, now);
                }
                settled(id);
            }
            case ApiResult.NotFound(Answer _) -> {
                tell(lastSeen.gone(id, begunAt, now, attribution));
                settled(id);
            }
            case ApiResult.Refused<Appointment> _ -> settled(id);
            case ApiResult.InDoubt<Appointment> _ -> readings.unanswered(id, now, firstWait);
            case ApiResult.Throttled<Appointment> _, ApiResult.Denied<Appointment> _,
                    ApiResult.NotSent<Appointment> _ -> readings.postponed(id, now.plus(firstWait));
        }
    }

    /// The answer to a poll; false where it told nothing.
    boolean polled(Purpose.ForPoll poll, Reply reply, Instant begunAt, Instant now) {
        return switch (reply) {
            case Reply.Events(ApiResult.Ok(EventList list, _)) -> {
                List<Appointment> ours = list.appointments().stream().filter(this::isOurs).toList();
                LastSeen.Findings findings = lastSeen.listed(snapshot(poll, begunAt, now, ours), attribution);
                findings.changes().forEach(change -> tell(Optional.of(change)));
                findings.toRead().forEach(readings::wantUnlessPlanned);
                blocks.addAll(lastSeenBlocks.sighted(ours(list.blockedTimes()), begunAt, now));
                // Last, because a command that this ends is no longer there to be named as the cause.
                ours.forEach(seen -> commands.seen(seen, now));
                yield true;
            }
            case Reply.Blocked(ApiResult.Ok(List<BlockedTime> list, _)) -> {
                blocks.addAll(lastSeenBlocks.listed(snapshot(poll, begunAt, now, ours(list))));
                yield true;
            }
            // Refused is an answer too, if a useless one: asking at once again would not change it.
            case Reply.Events(var result) -> result instanceof ApiResult.Refused;
            case Reply.Blocked(var result) -> result instanceof ApiResult.Refused;
            case Reply.Read _, Reply.Written _ -> throw new IllegalStateException("not the answer to a poll");
        };
    }

    /// Hands over what is to be written.
    void drain(List<Write> writes) {
        for (Write.Change change : changes) {
            writes.add(new Write.AppointmentState(change.change().after(), change.trace()));
            writes.add(change);
        }
        blocks.forEach(row -> writes.add(new Write.BlockedTimeState(row)));
        changes.clear();
        blocks.clear();
    }

    private void tell(Optional<AppointmentChange> seen) {
        seen.ifPresent(change -> changes.add(new Write.Change(change, traceOf(change))));
    }

    /// A command's doing is told once its appointment was read after it had finished.
    private void settled(String id) {
        readings.answered(id);
        Cause cause = causes.get(id);
        if (cause != null && !readings.isWanted(id) && !commands.isPending(cause.commandId())) {
            causes.remove(id);
        }
    }

    private static <T> WindowSnapshot<T> snapshot(Purpose.ForPoll poll, Instant begunAt, Instant now, List<T> entries) {
        return new WindowSnapshot<>(poll.poll().owner(), poll.window(), begunAt, now, entries);
    }

    /// Whether the appointment was seen to change when the command had finished.
    private boolean isTold(CommandResult result) {
        return result.appointmentId() != null
                && lastSeen.row(result.appointmentId())
                        .filter(row -> !row.fetchedAt().isBefore(result.finishedAt()))
                        .isPresent();
    }

    /// A record of another location would be written into a shard that is not its own, which no restore would accept.
    private boolean isOurs(Appointment seen) {
        return seen.locationId().equals(locationId);
    }

    private List<BlockedTime> ours(List<BlockedTime> seen) {
        return seen.stream().filter(block -> block.locationId().equals(locationId)).toList();
    }

    private static Cause alone(Cause cause) {
        return new Cause(cause.commandId(), cause.trace(), null);
    }

    private Trace traceOf(AppointmentChange change) {
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

    private Optional<String> causeOf(String appointmentId) {
        return Optional.ofNullable(causes.get(appointmentId)).map(Cause::commandId);
    }
}
