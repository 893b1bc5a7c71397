package dev.almanac.shard;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.RateBudget;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
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
/// come first, then looks for lost answers, readings, near windows, far windows.
final class LocationWork {
    private final String locationId;
    private final ShardSettings settings;
    private final CommandBook commands;
    private final Feed feed;
    private final PollSchedule schedule = new PollSchedule();
    private final RateBudget budget;
    /// Null where the location is not served, or not told yet.
    private Location location;
    private boolean told;
    private Instant pausedUntil = Instant.MIN;
    private final Connection connection;

    LocationWork(String locationId, ShardRules rules) {
        this.locationId = locationId;
        this.settings = rules.shard();
        this.commands = new CommandBook(
                locationId, rules.commands(), rules.callDeadline(), new Surroundings(this::hasOneSeat, this::seenOf));
        this.feed = new Feed(locationId, commands);
        this.budget = new RateBudget(settings.burst(), settings.burstInterval());
        this.connection = new Connection(settings.maxInFlight(), settings.readRetry(), settings.unreachableBackoff());
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
        if (settings != null) {
            schedule.configure(settings, now);
        }
    }

    /// The predecessor's requests may still be counted until then.
    void callNothingBefore(Instant opens, Instant now) {
        budget.closeUntil(opens, now);
    }

    /// From when on a call of the next owner is not one too many.
    Instant successorMayCallAt(Instant now) {
        return budget.successorMayCallAt(now);
    }

    CommandBook.Intake accept(AppointmentCommand command, long position, Trace trace, Instant now) {
        return commands.accept(command, position, trace, location != null, now);
    }

    void finished(Call call, Reply reply, Instant begunAt, Instant now) {
        account(reply.result(), now);
        switch (call.purpose()) {
            case Purpose.ForCommand(Errand errand) -> commands.replied(errand, reply, begunAt, now);
            case Purpose.ForReading(String appointmentId) ->
                feed.read(
                        appointmentId, ((Reply.Read) reply).result(), begunAt, now, schedule, settings.readRetry());
            case Purpose.ForPoll poll -> {
                if (feed.polled(poll, reply, begunAt, now)) {
                    schedule.answered(poll.poll(), begunAt);
                } else {
                    schedule.retry(poll.poll(), now, settings.readRetry());
                }
            }
        }
    }

    /// Makes all the calls that are due and affordable, and hands over everything that is to be written.
    void advance(Instant now, boolean mayCall, Draft draft) {
        commands.tick(now);
        if (told && location == null) {
            commands.endUnserved(now);
        }
        budget.day(now).ifPresent(schedule::fitInto);
        while (mayCall && location != null && !now.isBefore(pausedUntil) && connection.mayCall(now)
                && budget.isFree(now)) {
            Optional<Call> call = nextCall(now);
            if (call.isEmpty()) {
                break;
            }
            budget.take();
            connection.begun();
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
    }

    List<CommandId> forget(Instant now) {
        return commands.forget(now);
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
                switch (state) {
                    case DENIED -> pausedUntil;
                    case UNREACHABLE -> connection.isBroken() ? connection.notBefore() : null;
                    case HELD_BACK -> budget.closedUntil();
                    case DAY_USED_UP -> budget.day(now).map(day -> now.plus(day.lasts())).orElse(null);
                    case SERVED, STARTING, NOT_CONFIGURED, SET_ASIDE -> null;
                },
                commands.waiting(),
                commands.inDoubt(),
                location == null ? 0 : budget.left(now),
                budget.day(now).orElse(null),
                schedule.seenSince(Poll.Reach.NEAR).orElse(null),
                schedule.seenSince(Poll.Reach.FAR).orElse(null));
    }

    private LocationStatus.State stateAt(Instant now) {
        if (location == null) {
            return told ? LocationStatus.State.NOT_CONFIGURED : LocationStatus.State.STARTING;
        }
        if (now.isBefore(pausedUntil)) {
            return LocationStatus.State.DENIED;
        }
        if (connection.isSilent(now)) {
            return LocationStatus.State.UNREACHABLE;
        }
        if (budget.isDayUsedUp(now)) {
            return LocationStatus.State.DAY_USED_UP;
        }
        return now.isBefore(budget.closedUntil()) ? LocationStatus.State.HELD_BACK : LocationStatus.State.SERVED;
    }

    private boolean hasOneSeat(String calendarId) {
        return location != null && location.hasOneSeat(calendarId);
    }

    private List<Appointment> seenOf(String contactId) {
        return feed.seenOf(contactId);
    }

    private Optional<Call> nextCall(Instant now) {
        Optional<Call> first = commands.nextErrand(now).or(() -> commands.nextLook(now)).map(this::callFor);
        if (first.isPresent() || !connection.hasRoomForReading(now)) {
            return first;
        }
        return first
                .or(() -> feed.nextReading(now)
                        .map(id -> call(new Purpose.ForReading(id), new Request.ReadAppointment(id))))
                .or(() -> schedule.next(now).map(poll -> {
                    Purpose.ForPoll purpose = new Purpose.ForPoll(poll, schedule.window(poll.reach(), now));
                    return call(purpose, poll.request(purpose.window()));
                }));
    }

    private Call callFor(Errand errand) {
        if (errand.write() && errand.appointmentId() != null) {
            feed.isChanging(errand.appointmentId(), errand.commandId().commandId());
        }
        return call(new Purpose.ForCommand(errand), errand.request());
    }

    private Call call(Purpose purpose, Request request) {
        return new Call(locationId, location.credential(), purpose, request);
    }

    /// Every answer, whatever it was asked for, tells about the budget and the credential.
    private void account(ApiResult<?> result, Instant now) {
        switch (result) {
            case ApiResult.NotSent<?> _ -> connection.notSent(now);
            case ApiResult.InDoubt(_, Answer answer) when answer == null -> connection.unanswered(now);
            case ApiResult.Ok<?> _, ApiResult.NotFound<?> _, ApiResult.Refused<?> _, ApiResult.InDoubt<?> _,
                    ApiResult.Throttled<?> _, ApiResult.Denied<?> _ -> connection.answered();
        }
        switch (result) {
            case ApiResult.NotSent<?> _ -> budget.finishedUnsent();
            case ApiResult.Ok(_, Answer answer) -> heard(answer, now);
            case ApiResult.NotFound(Answer answer) -> heard(answer, now);
            case ApiResult.Refused(_, Answer answer) -> heard(answer, now);
            case ApiResult.InDoubt(_, Answer answer) -> heard(answer, now);
            case ApiResult.Throttled(Answer answer) -> {
                heard(answer, now);
                budget.throttled(now);
            }
            case ApiResult.Denied(Answer answer) -> {
                heard(answer, now);
                pausedUntil = now.plus(settings.deniedBackoff());
            }
        }
    }

    private void heard(Answer answer, Instant now) {
        if (answer == null) {
            budget.finishedUnanswered(now);
        } else if (answer.status() == 0) {
            budget.finishedUnsent();
        } else {
            budget.finished(answer.rateLimit(), now);
        }
    }
}
