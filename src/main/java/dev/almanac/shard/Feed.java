package dev.almanac.shard;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Reply;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.Attribution;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.change.Findings;
import dev.almanac.change.LastSeen;
import dev.almanac.change.LastSeenBlocks;
import dev.almanac.change.PollSchedule;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The change feed of one location: takes what polls and readings show, asks for readings of its own, and tells whose
/// command was behind a change.
final class Feed {
    /// What a turn takes in at most: some milliseconds of work, and a transaction that keeps nobody waiting, however long an
    /// answer is.
    private static final int MOST_ENTRIES = 500;
    private static final int MOST_CHANGES = 50;
    /// Tombstones at a time.
    private static final int MOST_FORGOTTEN = 500;

    private final String locationId;
    private final CommandBook commands;
    private final LastSeen lastSeen = new LastSeen();
    private final LastSeenBlocks lastSeenBlocks = new LastSeenBlocks();
    private final Causes causes;
    private final Attribution attribution;
    private final Readings readings = new Readings();
    private final List<Write.Change> changes = new ArrayList<>();
    private final List<BlockedTimeRow> blocks = new ArrayList<>();
    private final Listings listings = new Listings();

    Feed(String locationId, CommandBook commands) {
        this.locationId = locationId;
        this.commands = commands;
        this.causes = new Causes(commands);
        this.attribution = causes.attribution();
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
        causes.isChanging(appointmentId, commandId);
    }

    /// A command has its result: what it did is read at once, and told as its doing.
    void finished(JournalEntry entry) {
        CommandResult result = entry.result();
        if (result.appointmentId() == null) {
            return;
        }
        causes.finished(entry);
        if (result.outcome() != CommandResult.Outcome.REJECTED) {
            readings.want(result.appointmentId());
        }
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

    /// A command has read an appointment, as it does before it writes: what others did to a known one until then is theirs.
    void sighted(Appointment seen, Instant begunAt, Instant now, PollSchedule schedule) {
        if (isOurs(seen) && lastSeen.row(seen.id()).isPresent()) {
            tell(lastSeen.read(seen, begunAt, now, each -> schedule.covers(each, now), attribution));
        }
    }

    /// Takes the answer to a poll.
    Polled polled(Purpose.ForPoll poll, Reply reply, Instant begunAt, Instant now) {
        return switch (reply) {
            case Reply.Events(ApiResult.Ok(EventList list, _)) -> {
                List<Appointment> ours = list.appointments().stream().filter(this::isOurs).toList();
                listings.add(snapshot(poll, begunAt, now, ours));
                blocks.addAll(lastSeenBlocks.sighted(ours(list.blockedTimes()), begunAt, now));
                yield Polled.TOLD;
            }
            case Reply.Blocked(ApiResult.Ok(List<BlockedTime> list, _)) -> {
                blocks.addAll(lastSeenBlocks.listed(snapshot(poll, begunAt, now, ours(list))));
                yield Polled.TOLD;
            }
            case Reply.Events(var result) -> Polled.unlessTold(result);
            case Reply.Blocked(var result) -> Polled.unlessTold(result);
            case Reply.Read _, Reply.Written _, Reply.Calendars _ ->
                throw new IllegalStateException("not the answer to a poll");
        };
    }

    /// Takes in answers to polls, as much as a turn may take.
    void takeIn(Instant now) {
        int entries = 0;
        while (!listings.isEmpty() && entries < MOST_ENTRIES && changes.size() < MOST_CHANGES) {
            Listings.Part next = listings.next();
            Findings findings = lastSeen.listed(next.part(), attribution);
            findings.changes().forEach(change -> tell(Optional.of(change)));
            findings.toRead().forEach(readings::wantUnlessPlanned);
            if (next.isLast()) {
                lastSeen.missing(next.whole()).forEach(readings::wantUnlessPlanned);
            }
            // Last, because a command that this ends is no longer there to be named as the cause.
            next.part().entries().forEach(seen -> commands.seen(seen, now));
            entries += next.part().entries().size();
        }
    }

    /// Whether there are answers that are not taken in yet.
    boolean isBehind() {
        return !listings.isEmpty();
    }

    /// Whom known appointments name, such as their users.
    Set<String> named(Function<Appointment, String> owner) {
        return lastSeen.rows().stream()
                .filter(row -> !row.removed())
                .map(row -> owner.apply(row.appointment()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /// Forgets what has been over for long.
    void forget(Instant before, List<Write> writes) {
        lastSeen.forget(before, MOST_FORGOTTEN).forEach(id -> writes.add(new Write.ForgetAppointment(id)));
        lastSeenBlocks.forget(before, MOST_FORGOTTEN).forEach(id -> writes.add(new Write.ForgetBlockedTime(id)));
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
        seen.ifPresent(change -> changes.add(new Write.Change(change, causes.traceOf(change))));
    }

    private void settled(String id) {
        readings.answered(id);
        if (!readings.isWanted(id)) {
            causes.told(id);
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
}
