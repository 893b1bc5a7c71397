package dev.almanac.shard;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.change.Discovery;
import dev.almanac.change.Poll;
import dev.almanac.change.PollSchedule;
import dev.almanac.change.PolledWindow;
import dev.almanac.location.Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is read of a location besides what its commands need: what they did, its windows, its calendars, and what lists leave
/// in doubt.
final class LocationPolling {
    private final Feed feed;
    private final Access access;
    private final PollSchedule schedule = new PollSchedule();
    private final Discovery discovery = new Discovery();
    /// Null where it is not served.
    private Location location;

    LocationPolling(Feed feed, Access access) {
        this.feed = feed;
        this.access = access;
    }

    /// @param settings null where the location is not served
    void configure(Location settings, Instant now) {
        location = settings;
        if (settings != null) {
            schedule.configure(settings, now);
            watchFound(now);
        }
    }

    void fitInto(DayAllowance day) {
        schedule.fitInto(day);
    }

    PollSchedule schedule() {
        return schedule;
    }

    /// The next call that is due; empty where none is. Takes it: its answer is owed.
    ///
    /// @param behindCommands whether it goes between waiting commands: then a list, which tells of many at once, goes before what
    ///                       each of them did
    Optional<Call> next(boolean behindCommands, Instant now) {
        Optional<Call> next = behindCommands
                ? nextPoll(now).or(() -> nextReading(now)).or(() -> nextDiscovery(now))
                : nextReading(now).or(() -> nextDiscovery(now)).or(() -> nextPoll(now));
        return next.or(() -> nextDoubt(now));
    }

    void discovered(ApiResult<?> result, Instant now) {
        discovery.answered(result, now);
        watchFound(now);
    }

    void read(String appointmentId, Reply.Read reply, Instant begunAt, Instant now) {
        feed.read(appointmentId, reply.result(), begunAt, now, schedule, access.retryAfter(reply.result()));
    }

    void polled(Purpose.ForPoll poll, Reply reply, Instant begunAt, Instant now) {
        switch (feed.polled(poll, reply, begunAt, now)) {
            case TOLD -> schedule.answered(poll.poll(), begunAt);
            case REFUSED -> {}
            case NOTHING -> schedule.retry(poll.poll(), now, access.retryAfter(reply.result()));
        }
    }

    /// Forgets what is over for long, and looks who is to be watched. Nothing of a location that is not served: it may come back
    /// with longer windows.
    void tidy(Instant now, List<Write> writes) {
        if (location != null) {
            feed.forget(schedule.keptSince(now), writes);
            watchFound(now);
        }
    }

    Instant seenSince(Poll.Reach reach) {
        return schedule.seenSince(reach).orElse(null);
    }

    List<PolledWindow> windows() {
        return schedule.windows();
    }

    private Optional<Call> nextReading(Instant now) {
        return access.mayRead(now) ? feed.nextReading(now).map(this::readingOf) : Optional.empty();
    }

    /// After the polls, which may settle doubts by the thousand.
    private Optional<Call> nextDoubt(Instant now) {
        if (!access.mayRead(now) || !schedule.hasRoomForDoubt(now)) {
            return Optional.empty();
        }
        Optional<String> doubt = feed.nextDoubt(now);
        doubt.ifPresent(_ -> schedule.takeDoubt());
        return doubt.map(this::readingOf);
    }

    private Optional<Call> nextDiscovery(Instant now) {
        if (!location.polling().discover() || !discovery.isDue(now)) {
            return Optional.empty();
        }
        discovery.begun(now);
        return Optional.of(Call.of(location, new Purpose.ForDiscovery(), new Request.ListCalendars()));
    }

    /// None before the last answers are taken in: they may be long.
    private Optional<Call> nextPoll(Instant now) {
        if (feed.isBehind()) {
            return Optional.empty();
        }
        return schedule.next(now).map(poll -> {
            Purpose.ForPoll purpose = new Purpose.ForPoll(poll, schedule.window(poll.reach(), now));
            return Call.of(location, purpose, poll.request(purpose.window()));
        });
    }

    private Call readingOf(String appointmentId) {
        return Call.of(location, new Purpose.ForReading(appointmentId), new Request.ReadAppointment(appointmentId));
    }

    /// Those of the known appointments count too: before the calendars are told, and where an answer leaves some out.
    private void watchFound(Instant now) {
        if (location != null && location.polling().discover()) {
            schedule.found(feed.named().withCalendars(discovery.calendars()), now);
        }
    }
}
