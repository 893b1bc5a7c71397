package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import java.time.Instant;

/// A command that has no result yet: its journal entry, and what need not survive a restart.
final class PendingCommand {
    JournalEntry entry;
    String lane;

    /// A request for it is under way.
    boolean inFlight;

    /// Not to be taken up before.
    Instant notBefore = Instant.MIN;

    /// What an update read before it writes; gone after each write, so that every attempt reads anew.
    Appointment present;

    PendingCommand(JournalEntry entry) {
        this.entry = entry;
    }

    long position() {
        return entry.position();
    }

    String commandId() {
        return entry.id().commandId();
    }

    /// A write may have been sent whose fate is not known.
    boolean isInDoubt() {
        return entry.state() == JournalEntry.State.STARTED && !inFlight;
    }
}
