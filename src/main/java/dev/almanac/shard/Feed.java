package dev.almanac.shard;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Window;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.Attribution;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.change.LastSeen;
import dev.almanac.change.LastSeenBlocks;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The change feed of one location: takes what polls and readings show, asks for readings of its own, and tells whose
/// command was behind a change.
final class Feed {
    private final CommandBook commands;
    private final LastSeen lastSeen = new LastSeen();
    private final LastSeenBlocks lastSeenBlocks = new LastSeenBlocks();
    private final Attribution attribution = new Attribution(this::creatorOf, this::causeOf);
    private final Map<String, Cause> causes = new HashMap<>();
    private final LinkedHashMap<String, Instant> toRead = new LinkedHashMap<>();
    private final Set<String> reading = new HashSet<>();
    private final List<AppointmentChange> changes = new ArrayList<>();
    private final List<BlockedTimeRow> blocks = new ArrayList<>();

    private record Cause(String commandId, Trace trace) {}

    Feed(CommandBook commands) {
        this.commands = commands;
    }

    /// @param recently commands finished since then may have made changes that are not told yet
    void restore(Restored restored, Instant recently) {
        restored.appointments().forEach(lastSeen::restore);
        restored.blockedTimes().forEach(lastSeenBlocks::restore);
        restored.journal().stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .filter(entry -> entry.result().finishedAt().isAfter(recently))
                .forEach(this::finished);
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId) {
        causes.put(appointmentId, new Cause(commandId, commands.traceOf(commandId)));
    }

    /// A command has its result: what it did is read at once, and told as its doing.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        if (result.appointmentId() == null || result.attempts() == 0) {
            return;
        }
        if (result.outcome() == CommandResult.Outcome.REJECTED) {
            causes.remove(result.appointmentId());
            return;
        }
        causes.put(result.appointmentId(), new Cause(entry.id().commandId(), entry.trace()));
        toRead.put(result.appointmentId(), Instant.MIN);
    }

    /// The next appointment to be read by id; empty where none is due. Takes it: its answer is owed.
    Optional<String> nextReading(Instant now) {
        Optional<String> due = toRead.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now) && !reading.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
        due.ifPresent(id -> {
            toRead.remove(id);
            reading.add(id);
        });
        return due;
    }

    /// The answer to a reading.
    ///
    /// @param polled the window that is polled at all
    /// @param again  when to ask again if it told nothing
    void read(
            String id, ApiResult<Appointment> result, Instant begunAt, Instant now, Window polled, Instant again) {
        reading.remove(id);
        switch (result) {
            case ApiResult.Ok(Appointment seen, _) -> {
                commands.seen(seen, now);
                lastSeen.read(seen, begunAt, now, polled, attribution).ifPresent(changes::add);
                settled(id);
            }
            case ApiResult.NotFound(Answer _) -> {
                lastSeen.gone(id, begunAt, now, attribution).ifPresent(changes::add);
                settled(id);
            }
            case ApiResult.Refused<Appointment> _ -> settled(id);
            case ApiResult.Throttled<Appointment> _, ApiResult.Denied<Appointment> _, ApiResult.InDoubt<Appointment> _,
                    ApiResult.NotSent<Appointment> _ -> toRead.putIfAbsent(id, again);
        }
    }

    /// The answer to a poll; false where it told nothing.
    boolean polled(Purpose.ForPoll poll, Reply reply, Instant begunAt, Instant now) {
        return switch (reply) {
            case Reply.Events(ApiResult.Ok(EventList list, _)) -> {
                list.appointments().forEach(seen -> commands.seen(seen, now));
                LastSeen.Findings findings = lastSeen.listed(
                        new WindowSnapshot<>(poll.poll().owner(), poll.window(), begunAt, now, list.appointments()),
                        attribution);
                changes.addAll(findings.changes());
                findings.toRead().forEach(id -> toRead.putIfAbsent(id, Instant.MIN));
                blocks.addAll(lastSeenBlocks.sighted(list.blockedTimes(), begunAt, now));
                yield true;
            }
            case Reply.Blocked(ApiResult.Ok(List<BlockedTime> list, _)) -> {
                blocks.addAll(lastSeenBlocks.listed(
                        new WindowSnapshot<>(poll.poll().owner(), poll.window(), begunAt, now, list)));
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
        for (AppointmentChange change : changes) {
            Trace trace = traceOf(change);
            writes.add(new Write.AppointmentState(change.after(), trace));
            writes.add(new Write.Change(change, trace));
        }
        blocks.forEach(row -> writes.add(new Write.BlockedTimeState(row)));
        changes.clear();
        blocks.clear();
    }

    /// A command's doing is told once its appointment was read after it had finished.
    private void settled(String id) {
        Cause cause = causes.get(id);
        if (cause != null && !toRead.containsKey(id) && !commands.isPending(cause.commandId())) {
            causes.remove(id);
        }
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
