package dev.almanac.shard;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.Reply;
import dev.almanac.change.Poll;
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
import java.util.Set;

/// Everything that is done for one location: its commands, its polls, and the one budget that both draw on. Commands
/// come first, then looks for lost answers, readings of what they did, near windows, far windows, and what these leave in doubt;
/// where commands always wait, one call in ten is a look, and one is for the feed.
final class LocationWork {
    /// Where commands wait for the allowance, one call in ten is for the feed: it would stand still for as long as they do.
    private static final int COMMANDS_IN_A_ROW = 9;
    private static final int COMMANDS_BEFORE_A_LOOK = 5;

    private final String locationId;
    private final ShardSettings settings;
    private final CommandBook commands;
    private final Feed feed;
    private final LocationPolling polling;
    private final Access access;
    /// Calls for commands since the last other one.
    private int inARow;
    /// Null where the location is not served, or not told yet.
    private Location location;
    private boolean told;
    /// It was served once, or something is known of it.
    private boolean ours;

    LocationWork(String locationId, ShardRules rules) {
        this.locationId = locationId;
        this.settings = rules.shard();
        this.commands = new CommandBook(
                locationId, rules.commands(), rules.callDeadline(), new Surroundings(this::hasOneSeat, this::seenOf));
        this.feed = new Feed(locationId, commands);
        this.access = new Access(settings);
        this.polling = new LocationPolling(feed, access);
    }

    void restore(Restored restored, Instant now) {
        ours = !restored.appointments().isEmpty() || !restored.blockedTimes().isEmpty();
        commands.restore(restored.journal(), now);
        feed.restore(restored);
        if (commands.waiting() > 0) {
            // Who reads the feed may already name what a create still waits to hear of.
            restored.appointments().forEach(row -> commands.seen(row.appointment(), now));
        }
    }

    void configure(Location settings, Instant now) {
        told = true;
        location = settings;
        ours |= settings != null;
        access.configured(settings);
        polling.configure(settings, now);
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
            case Purpose.ForDiscovery _ -> polling.discovered(reply.result(), now);
            case Purpose.ForCommand(Errand errand) -> {
                if (reply instanceof Reply.Read(ApiResult.Ok(Appointment seen, _))) {
                    feed.sighted(seen, begunAt, now, polling.schedule());
                }
                commands.replied(errand, reply, begunAt, now);
            }
            case Purpose.ForReading(String appointmentId) ->
                polling.read(appointmentId, (Reply.Read) reply, begunAt, now);
            case Purpose.ForPoll poll -> polling.polled(poll, reply, begunAt, now);
        }
    }

    /// Makes all the calls that are due and affordable, and hands over everything that is to be written.
    void advance(Instant now, boolean mayCall, Draft draft) {
        feed.takeIn(now, polling.schedule());
        commands.tick(now);
        if (told && location == null) {
            commands.endUnserved(now);
        }
        access.day(now).ifPresent(polling::fitInto);
        while (mayCall && location != null && access.mayCall(now)) {
            Optional<Call> call = nextCall(now);
            if (call.isEmpty()) {
                break;
            }
            access.begun(call.get());
            draft.calls.add(call.get());
        }
        for (JournalEntry entry : commands.drainJournal()) {
            draft.writes.add(new Write.Journal(entry));
            switch (entry.state()) {
                case DONE -> {
                    draft.writes.add(new Write.Result(entry.result(), entry.trace()));
                    feed.finished(entry);
                }
                case ACCEPTED -> feed.isNotChanging(entry);
                case STARTED -> {}
            }
        }
        feed.drain(draft.writes);
        draft.duplicates.addAll(commands.drainDuplicates());
        draft.defects.addAll(commands.drainDefects());
    }

    /// Gives up what nobody asks for any more, and looks who is to be watched.
    void tidy(Instant now, List<Write> writes) {
        commands.forget(now).forEach(id -> writes.add(new Write.ForgetCommand(id)));
        polling.tidy(now, writes);
    }

    /// Whether it is no location of ours and never was: nothing was ever called for it, and nothing is known of it. Anybody can write
    /// such an id into a command.
    boolean isNobodys() {
        return told && !ours && commands.waiting() == 0;
    }

    boolean remembersNothing() {
        return commands.remembersNothing();
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
                polling.seenSince(Poll.Reach.NEAR),
                polling.seenSince(Poll.Reach.FAR),
                polling.windows());
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
        Optional<Call> between = inARow >= COMMANDS_IN_A_ROW && access.hasRoomBetweenCommands(now)
                ? polling.next(true, now)
                : Optional.empty();
        if (between.isPresent()) {
            inARow = 0;
            return between;
        }
        Set<Operation> resting = access.resting(now);
        // Looks have their share as well: without it, a lost answer would keep its lane waiting for as long as others have commands.
        Optional<Errand> errand = !access.hasRoomForCommand()
                ? Optional.empty()
                : inARow % COMMANDS_IN_A_ROW == COMMANDS_BEFORE_A_LOOK
                        ? commands.nextLook(resting, now).or(() -> commands.nextErrand(resting, now))
                        : commands.nextErrand(resting, now).or(() -> commands.nextLook(resting, now));
        inARow += errand.isPresent() ? 1 : 0;
        if (errand.isPresent() || !access.hasRoomForReading(now)) {
            return errand.map(each -> callFor(each, now));
        }
        Optional<Call> reading = polling.next(false, now);
        inARow = reading.isPresent() ? 0 : inARow;
        return reading;
    }

    private Call callFor(Errand errand, Instant now) {
        if (errand.write() && errand.appointmentId() != null) {
            feed.isChanging(errand.appointmentId(), errand.commandId().commandId(), errand.version(), now);
        }
        return Call.of(location, new Purpose.ForCommand(errand), errand.request());
    }
}
