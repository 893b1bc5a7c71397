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
import dev.almanac.change.Findings;
import dev.almanac.change.FoundOwners;
import dev.almanac.change.LastSeen;
import dev.almanac.change.Poll;
import dev.almanac.change.PollSchedule;
import dev.almanac.change.WindowSnapshot;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The change feed of one location: takes what polls and readings show, asks for readings of its own, and tells whose
/// command was behind a change.
final class Feed {
    /// What a turn takes in at most: some milliseconds of work, and a transaction that keeps nobody waiting.
    private static final int MOST_ENTRIES = 500;
    private static final int MOST_CHANGES = 50;
    /// Tombstones at a time.
    private static final int MOST_FORGOTTEN = 500;

    private final String locationId;
    private final CommandBook commands;
    private final LastSeen lastSeen = new LastSeen();
    private final Causes causes;
    private final Attribution attribution;
    private final Readings readings = new Readings();
    private final SeriesWatch series = new SeriesWatch();
    private final NewRows newRows = new NewRows();
    private final Listings<Appointment> listings = new Listings<>();
    private final BlockedTimeFeed blockedTime;

    Feed(String locationId, CommandBook commands) {
        this.locationId = locationId;
        this.commands = commands;
        this.causes = new Causes(commands);
        this.attribution = causes.attribution();
        this.blockedTime = new BlockedTimeFeed(locationId, newRows);
    }

    void restore(Restored restored) {
        restored.appointments().forEach(lastSeen::restore);
        blockedTime.restore(restored.blockedTimes());
        restored.untold().forEach(this::finished);
        restored.started().forEach(entry -> isChanging(
                entry.appointmentId(), entry.id().commandId(), entry.version(), entry.firstStartedAt()));
    }

    /// A command is about to write: what changes about the appointment from now on is its doing.
    void isChanging(String appointmentId, String commandId, Instant version, Instant now) {
        causes.isChanging(appointmentId, commandId, version, now);
    }

    /// A write of a command has provably done nothing, and it has to wait.
    void isNotChanging(JournalEntry entry) {
        if (entry.appointmentId() != null) {
            causes.isNotChanging(entry.appointmentId(), entry.id().commandId());
        }
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

    /// The next appointment to be read by id because of a command; empty where none is due. Takes it: its answer is owed.
    Optional<String> nextReading(Instant now) {
        return readings.next(now);
    }

    /// The next one to be read because a list left it in doubt, likewise.
    Optional<String> nextDoubt(Instant now) {
        return readings.nextDoubt(now, doubt ->
                doubt.absentSince() != null && lastSeen.isSettledSince(doubt.id(), doubt.absentSince()));
    }

    /// The appointments of a contact as last seen, the removed ones included.
    List<Appointment> seenOf(String contactId) {
        return lastSeen.rows().stream().map(AppointmentRow::appointment)
                .filter(appointment -> contactId.equals(appointment.contactId())).toList();
    }

    /// The answer to a reading.
    ///
    /// @param schedule  knows what is polled, and is told what to poll because of the answer
    /// @param firstWait before it is asked again if the answer told nothing
    void read(
            String id, ApiResult<Appointment> result, Instant begunAt, Instant now, PollSchedule schedule, Duration firstWait) {
        switch (result) {
            // Lists tell a series as its instances, so it is no row itself.
            case ApiResult.Ok(Appointment seen, _) when seen.isSeries() && lastSeen.row(id).isEmpty() -> {
                series.begin(id, schedule.pollNow(seen, now), now);
                settled(id, now);
            }
            case ApiResult.Ok(Appointment seen, _) -> {
                if (isOurs(seen)) {
                    tell(lastSeen.read(seen, begunAt, now, each -> schedule.covers(each, now), attribution));
                    commands.seen(seen, now);
                }
                settled(id, seen.deleted() ? null : seen, now, firstWait);
            }
            case ApiResult.NotFound(Answer _) -> {
                tell(lastSeen.gone(id, begunAt, now, attribution));
                settled(id, null, now, firstWait);
            }
            case ApiResult.Refused<Appointment> _ -> settled(id, null, now, firstWait);
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
                listings.add(poll.poll(), poll.snapshot(begunAt, now, ours));
                blockedTime.sighted(list.blockedTimes(), begunAt, now);
                yield Polled.TOLD;
            }
            case Reply.Blocked(ApiResult.Ok(List<BlockedTime> list, _)) -> {
                blockedTime.listed(poll, list, begunAt, now);
                yield Polled.TOLD;
            }
            case Reply.Events(var result) -> {
                Polled polled = Polled.unlessTold(result);
                if (polled == Polled.REFUSED) {
                    // Such as of a calendar that is no more: what it had may be gone with it.
                    ended(poll.poll(), poll.snapshot(begunAt, now, List.of()));
                }
                yield polled;
            }
            case Reply.Blocked(var result) -> Polled.unlessTold(result);
            case Reply.Read _, Reply.Written _, Reply.Calendars _ ->
                throw new IllegalStateException("not the answer to a poll");
        };
    }

    /// Takes in answers to polls, as much as a turn may take.
    void takeIn(Instant now, PollSchedule schedule) {
        int entries = 0;
        while (isBehind() && entries < MOST_ENTRIES && newRows.size() < MOST_CHANGES) {
            entries += listings.isEmpty() ? blockedTime.takeIn(schedule, now) : takeInAppointments(now);
        }
    }

    /// @return how many entries
    private int takeInAppointments(Instant now) {
        Listings.Part<Appointment> next = listings.next();
        Findings findings = lastSeen.listed(next.part(), attribution);
        findings.changes().forEach(change -> tell(Optional.of(change)));
        findings.toRead().forEach(id -> readings.doubt(id, next.poll().reach()));
        if (next.isLast()) {
            ended(next.poll(), next.whole());
        }
        // Last, because a command that this ends is no longer there to be named as the cause.
        next.part().entries().forEach(seen -> commands.seen(seen, now));
        return next.part().entries().size();
    }

    /// Whether there are answers that are not taken in yet.
    boolean isBehind() {
        return !listings.isEmpty() || blockedTime.isBehind();
    }

    /// Whom known appointments name.
    FoundOwners named() {
        return FoundOwners.named(lastSeen.rows());
    }

    /// Forgets what has been over for long.
    void forget(Instant before, List<Write> writes) {
        lastSeen.forget(before, MOST_FORGOTTEN).forEach(id -> writes.add(new Write.ForgetAppointment(id)));
        blockedTime.forget(before, MOST_FORGOTTEN, writes);
    }

    /// Hands over what is to be written.
    void drain(List<Write> writes) {
        newRows.drain(writes);
        causes.drainEnded().forEach(entry -> writes.add(new Write.Journal(entry)));
    }

    /// A list has been taken in.
    private void ended(Poll poll, WindowSnapshot<Appointment> whole) {
        lastSeen.missing(whole).forEach(id -> readings.doubtPresence(id, whole.begunAt(), poll.reach()));
        if (poll.reach() == Poll.Reach.FAR) {
            series.listed(poll.owner(), whole.begunAt());
            series.drainSeen(readings::isAnyOpen, whole.fetchedAt()).forEach(causes::settled);
        }
    }

    private void tell(Optional<AppointmentChange> seen) {
        seen.ifPresent(change -> newRows.add(change, causes.traceOf(change)));
    }

    /// Unless what a command did may still be missing from what was read, or the latest lists say otherwise.
    private void settled(String id, Appointment seen, Instant now, Duration firstWait) {
        boolean isGone = lastSeen.row(id).filter(AppointmentRow::removed).isPresent();
        if (!isGone && causes.isMissing(id, seen, now)) {
            readings.unanswered(id, now, firstWait);
        } else {
            settled(id, now);
        }
    }

    private void settled(String id, Instant now) {
        readings.answered(id);
        if (!readings.isWanted(id) && !series.isWatched(id)) {
            causes.settled(id);
        }
        series.drainSeen(readings::isAnyOpen, now).forEach(causes::settled);
    }

    /// A record of another location would be written into a shard that is not its own, which no restore would accept.
    private boolean isOurs(Appointment seen) {
        return seen.locationId().equals(locationId);
    }
}
