package dev.almanac.command;

import dev.almanac.calendar.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which command may be taken up now, and when to turn to the others: the heads of their lanes that are free to run,
/// those with a write of unknown fate, and one alarm for each that waits for a moment.
final class Agenda {
    private final Lanes lanes;
    private final Turns ready = new Turns();
    private final Turns doubtful = new Turns();
    private final TreeSet<PendingCommand> alarms =
            new TreeSet<>(Comparator.comparing((PendingCommand command) -> command.alarm)
                    .thenComparing(PendingCommand::position));

    Agenda(Lanes lanes) {
        this.lanes = lanes;
    }

    /// Turns to a command after anything about it has changed, and to the head of its lane, whose turn that may have
    /// made it. Nobody who waits is left without somebody or something to wake it.
    void wake(PendingCommand command, Instant now) {
        PendingCommand head = lanes.headOf(command);
        if (head != command) {
            ready.remove(command);
            arm(command, Rejection.expiryOf(command.entry));
        }
        turnTo(head, now);
    }

    private void turnTo(PendingCommand head, Instant now) {
        if (head.inFlight) {
            return; // its reply wakes it
        }
        Instant from = startOf(head);
        Instant expiry = Rejection.expiryOf(head.entry);
        if (from.isAfter(now)) {
            ready.remove(head);
            arm(head, from.isBefore(expiry) ? from : expiry);
            return;
        }
        arm(head, expiry);
        if (head.isInDoubt()) {
            doubtful.put(head);
        } else {
            ready.put(head);
        }
    }

    /// Takes the oldest command that is free to run and needs nothing that rests.
    Optional<PendingCommand> nextReady(Set<Operation> resting, Instant now) {
        Set<Operation> needless = resting;
        if (resting.contains(Operation.UPDATE_APPOINTMENT)) {
            // What it would read now could not be written from.
            needless = EnumSet.copyOf(resting);
            needless.add(Operation.READ_APPOINTMENT);
        }
        Optional<PendingCommand> next = ready.take(needless, now);
        // Otherwise an older one has joined the lane, and wakes this one when it is done.
        while (next.isPresent() && lanes.headOf(next.get()) != next.get()) {
            next = ready.take(needless, now);
        }
        return next;
    }

    /// Takes the oldest command whose write has to be looked for, or sent again after a look, likewise.
    Optional<PendingCommand> nextDoubtful(Set<Operation> resting, Instant now) {
        return doubtful.take(resting, now);
    }

    /// Takes a command whose moment has come; one with a reply owed is left to that.
    Optional<PendingCommand> nextDue(Instant now) {
        while (!alarms.isEmpty() && !alarms.first().alarm.isAfter(now)) {
            PendingCommand command = alarms.first();
            disarm(command);
            if (!command.inFlight) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /// Forgets a command that has its result.
    void drop(PendingCommand command) {
        disarm(command);
        ready.remove(command);
        doubtful.remove(command);
    }

    private Instant startOf(PendingCommand head) {
        Instant opens = head.isUnderWay() ? Instant.MIN : lanes.closedUntil(head.lane);
        return opens.isAfter(head.notBefore) ? opens : head.notBefore;
    }

    private void arm(PendingCommand command, Instant at) {
        disarm(command);
        if (at.isBefore(Instant.MAX)) {
            command.alarm = at;
            alarms.add(command);
        }
    }

    private void disarm(PendingCommand command) {
        if (command.alarm != null) {
            alarms.remove(command);
            command.alarm = null;
        }
    }
}
