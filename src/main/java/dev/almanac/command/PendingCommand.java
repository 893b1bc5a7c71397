package dev.almanac.command;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.Reply;
import java.time.Duration;
import java.time.Instant;

/// A command that has no result yet: its journal entry, and what need not survive a restart.
final class PendingCommand {
    /// What a command takes with its entry, its place in a lane and on the agenda.
    private static final int WITHOUT_TEXTS = 1024;

    /// Somebody who mends a permission should not have to wait longer for what it was needed for.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 12;

    JournalEntry entry;
    String lane;

    /// A request for it has been handed out and its reply is owed.
    boolean inFlight;

    /// That request writes.
    boolean writing;

    /// Not to be taken up before.
    Instant notBefore = Instant.MIN;

    /// When [Agenda] looks at it again, or null.
    Instant alarm;

    /// How old what was read or looked at may be when it is written from. Where the allowance is short it takes a while to come to
    /// that, and reading anew each time would make it shorter.
    private static final Duration FRESH_FOR = Duration.ofMinutes(1);

    /// What an update read before it writes; gone after each write, so that every attempt reads anew.
    Appointment present;

    /// A look has shown that its write may be sent once more. Gone after each write.
    boolean cleared;

    /// When that was so.
    Instant clearedAt;

    /// What the vendor said where it refused a later attempt than one of unknown fate, or null.
    String refusal;

    /// Replies in a row that denied what it asked for although the token is accepted.
    int denials;

    /// What was denied last, and since when.
    private Operation denied;
    private Instant deniedSince;

    /// It has shown a defect of ours, which has been told.
    boolean defective;

    /// Bytes it takes in memory, roughly and rather too many than too few.
    final int weight;

    PendingCommand(JournalEntry entry) {
        this.entry = entry;
        this.weight = WITHOUT_TEXTS + 2 * entry.command().body().values().stream()
                .mapToInt(value -> value.toString().length())
                .sum();
    }

    void replied(Operation asked, Reply reply, Instant now) {
        inFlight = false;
        writing = false;
        if (reply.result() instanceof ApiResult.Denied<?> denial && denial.isOfOneKind()) {
            deniedSince = denials == 0 ? now : deniedSince;
            denied = asked;
            denials++;
        } else if (asked == denied) {
            denials = 0;
        }
    }

    /// Whether it has been denied for so long, with nothing granted between.
    boolean isDeniedFor(Duration time, Instant now) {
        return denials > 0 && !now.isBefore(deniedSince.plus(time));
    }

    /// Before it asks again. Where it is denied what others may do, such as a calendar of somebody else, it must not come before
    /// them again and again.
    Duration waitAfter(Duration usual) {
        Duration wait = usual.multipliedBy(1L << Math.min(denials, MOST_DOUBLINGS));
        return denials == 0 || wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// It may write from this for a while.
    void clear(Appointment read, Instant now) {
        present = read;
        cleared = true;
        clearedAt = now;
    }

    void forgetStale(Instant now) {
        if (cleared && now.isAfter(clearedAt.plus(FRESH_FOR))) {
            forgetRead();
        }
    }

    /// What was read may have changed since.
    void forgetRead() {
        present = null;
        cleared = false;
    }

    long position() {
        return entry.position();
    }

    String commandId() {
        return entry.id().commandId();
    }

    /// A write was sent whose fate is not known: it has to be looked for.
    boolean isInDoubt() {
        return entry.isInDoubt();
    }

    /// What it asks the calendar for when its turn comes, unless that ends it.
    Operation nextOperation() {
        boolean create = entry.command() instanceof AppointmentCommand.Create;
        if (isInDoubt() && !cleared) {
            return create ? Operation.LIST_APPOINTMENTS : Operation.READ_APPOINTMENT;
        }
        if (create) {
            return Operation.CREATE_APPOINTMENT;
        }
        return present == null ? Operation.READ_APPOINTMENT : Operation.UPDATE_APPOINTMENT;
    }

    /// A request is on its way or a write may have been sent, so that no other command of its lane may begin.
    boolean isUnderWay() {
        return inFlight || entry.state() == JournalEntry.State.STARTED;
    }
}
