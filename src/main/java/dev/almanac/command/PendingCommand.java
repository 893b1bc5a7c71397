package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import java.time.Instant;

/// A command that has no result yet: its journal entry, and what need not survive a restart.
final class PendingCommand {
    /// What a command takes with its entry, its place in a lane and on the agenda.
    private static final int WITHOUT_TEXTS = 1024;

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

    /// What an update read before it writes; gone after each write, so that every attempt reads anew.
    Appointment present;

    /// A look has shown that its write may be sent once more. Gone after each write.
    boolean cleared;

    /// What the vendor said where it refused a later attempt than one of unknown fate, or null.
    String refusal;

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

    void replied() {
        inFlight = false;
        writing = false;
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

    /// A request is on its way or a write may have been sent, so that no other command of its lane may begin.
    boolean isUnderWay() {
        return inFlight || entry.state() == JournalEntry.State.STARTED;
    }
}
