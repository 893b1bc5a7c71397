package dev.almanac.shard;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.change.Discovery;
import dev.almanac.change.Poll;
import dev.almanac.change.PollSchedule;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandBook;
import dev.almanac.command.CommandId;
import dev.almanac.command.Errand;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Surroundings;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that is done for one location: its commands, its polls, and the one budget that both draw on. Commands
/// come first, then looks for lost answers, readings of what they did, near windows, far windows, and what these leave in doubt.
final class LocationWork {
    private final String locationId;
    private final ShardSettings settings;
    private final CommandBook commands;
    private final Feed feed;
    private final PollSchedule schedule = new PollSchedule();
    private final Discovery discovery = new Discovery();
    private final Access access;
    /// Null where the location is not served, or not told yet.
    private Location location;
    private boolean told;

    LocationWork(String locationId, ShardRules rules) {
        this.locationId = locationId;
        this.settings = rules.shard();
        this.commands = new CommandBook(
                locationId, rules.commands(), rules.callDeadline(), new Surroundings(this::hasOneSeat, this::seenOf));
        this.feed = new Feed(locationId, commands);
        this.access = new Access(settings);
    }

    void restore(Restored restored, Instant now) {
        commands.restore(restored.journal(), now);
        feed.restore(restored, settings.restartReadBack());
        if (commands.waiting() > 0) {
            // Who reads the feed may already name what a create still waits to hear of.
            restored.appointments().forEach(row -> commands.seen(row.appointment(), now));
        }
    }

    void configure(Location settings, Instant now) {
        told = true;
        location = settings;
        access.configured(settings);
        if (settings != null) {
            schedule.configure(settings, now);
            watchFound(now);
        }
    }

    /// The predecessor's requests may still be counted until then.
    void callNothingBefore(Instant opens, Instant now) {
        access.closeUntil(opens, now);
    }

    /// From when on a call of the next owner is not one too many.
    Instant successorMayCallAt(Instant now) {
        return access.successorMayCallAt(now);
    }

    CommandBook.Intake accept(AppointmentCommand command, long position, Trace trace, Instant now) {
        return commands.accept(command, position, trace, location != null, now);
    }

    void offsetsBeganAnew() {
        commands.offsetsBeganAnew();
    }

    void finished(Call call, Reply reply, Instant begunAt, Instant now) {
        access.answered(call, reply.result(), now);
        switch (call.purpose()) {
            case Purpose.ForDiscovery _ -> {
                discovery.answered(reply.result(), now);
                watchFound(now);
            }
            case Purpose.ForCommand(Errand errand) -> {
                if (reply instanceof Reply.Read(ApiResult.Ok(Appointment seen, _))) {
                    feed.sighted(seen, begunAt, now, schedule);
                }
                commands.replied(errand, reply, begunAt, now);
            }
            case Purpose.ForReading(String appointmentId) ->
                feed.read(
                        appointmentId, ((Reply.Read) reply).result(), begunAt, now, schedule, access.retryAfter(reply.result()));
            case Purpose.ForPoll poll -> {
                switch (feed.polled(poll, reply, begunAt, now)) {
                    case TOLD -> schedule.answered(poll.poll(), begunAt);
                    case REFUSED -> {}
                    case NOTHING -> schedule.retry(poll.poll(), now, access.retryAfter(reply.result()));
                }
            }
        }
    }

    /// Makes all the calls that are due and affordable, and hands over everything that is to be written.
    void advance(Instant now, boolean mayCall, Draft draft) {
        feed.takeIn(now, schedule);
        commands.tick(now);
        if (told && location == null) {
            commands.endUnserved(now);
        }
        access.day(now).ifPresent(schedule::fitInto);
        while (mayCall && location != null && access.mayCall(now)) {
            Optional<Call> call = nextCall(now);
            if (call.isEmpty()) {
                break;
            }
            access.begun();
            draft.calls.add(call.get());
        }
        for (JournalEntry entry : commands.drainJournal()) {
            draft.writes.add(new Write.Journal(entry));
            if (entry.state() == JournalEntry.State.DONE) {
                draft.writes.add(new Write.Result(entry.result(), entry.trace()));
                feed.finished(entry);
            }
        }
        feed.drain(draft.writes);
        draft.duplicates.addAll(commands.drainDuplicates());
        draft.defects.addAll(commands.drainDefects());
    }

    /// Gives up what nobody asks for any more, and looks who is to be watched.
    void tidy(Instant now, List<Write> writes) {
        commands.forget(now).forEach(id -> writes.add(new Write.ForgetCommand(id)));
        if (location != null) {
            feed.forget(schedule.keptSince(now), writes);
        }
        watchFound(now);
    }

    int waiting() {
        return commands.waiting();
    }

    long weight() {
        return commands.weight();
    }

    int inDoubt() {
        return commands.inDoubt();
    }

    LocationStatus status(Instant now) {
        LocationStatus.State state = stateAt(now);
        return new LocationStatus(
                locationId,
                state,
                access.until(state, now),
                commands.waiting(),
                commands.inDoubt(),
                location == null ? 0 : access.left(now),
                access.day(now).orElse(null),
                access.denied(),
                schedule.seenSince(Poll.Reach.NEAR).orElse(null),
                schedule.seenSince(Poll.Reach.FAR).orElse(null),
                schedule.windows());
    }

    private LocationStatus.State stateAt(Instant now) {
        if (location == null) {
            return told ? LocationStatus.State.NOT_CONFIGURED : LocationStatus.State.STARTING;
        }
        return access.state(now);
    }

    private boolean hasOneSeat(String calendarId) {
        return location != null && location.hasOneSeat(calendarId);
    }

    private List<Appointment> seenOf(String contactId) {
        return feed.seenOf(contactId);
    }

    private Optional<Call> nextCall(Instant now) {
        Optional<Call> first = commands.nextErrand(now).or(() -> commands.nextLook(now)).map(errand -> callFor(errand, now));
        if (first.isPresent() || !access.hasRoomForReading(now)) {
            return first;
        }
        return nextReading(now).or(() -> nextDiscovery(now)).or(() -> nextPoll(now)).or(() -> nextDoubt(now));
    }

    private Optional<Call> nextReading(Instant now) {
        return access.mayRead(now) ? feed.nextReading(now).map(this::readingOf) : Optional.empty();
    }

    /// After the polls, which may settle doubts by the thousand.
    private Optional<Call> nextDoubt(Instant now) {
        Optional<String> doubt =
                access.mayRead(now) && schedule.hasRoomForDoubt(now) ? feed.nextDoubt(now) : Optional.empty();
        doubt.ifPresent(_ -> schedule.takeDoubt());
        return doubt.map(this::readingOf);
    }

    private Call readingOf(String appointmentId) {
        return call(new Purpose.ForReading(appointmentId), new Request.ReadAppointment(appointmentId));
    }

    private Optional<Call> nextDiscovery(Instant now) {
        if (!location.polling().discover() || !discovery.isDue(now)) {
            return Optional.empty();
        }
        discovery.begun(now);
        return Optional.of(call(new Purpose.ForDiscovery(), new Request.ListCalendars()));
    }

    /// None before the last answers are taken in: they may be long.
    private Optional<Call> nextPoll(Instant now) {
        if (feed.isBehind()) {
            return Optional.empty();
        }
        return schedule.next(now).map(poll -> {
            Purpose.ForPoll purpose = new Purpose.ForPoll(poll, schedule.window(poll.reach(), now));
            return call(purpose, poll.request(purpose.window()));
        });
    }

    /// Those of the known appointments count too: before the calendars are told, and where an answer leaves some out.
    private void watchFound(Instant now) {
        if (location != null && location.polling().discover()) {
            schedule.found(feed.named().withCalendars(discovery.calendars()), now);
        }
    }

    private Call callFor(Errand errand, Instant now) {
        if (errand.write() && errand.appointmentId() != null) {
            feed.isChanging(errand.appointmentId(), errand.commandId().commandId(), now);
        }
        return call(new Purpose.ForCommand(errand), errand.request());
    }

    private Call call(Purpose purpose, Request request) {
        return new Call(locationId, location.credential(), purpose, request);
    }
}
