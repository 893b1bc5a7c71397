package dev.almanac.shard;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import java.util.List;

/// What the topics say of the past: the last record of every key.
public record Restored(List<JournalEntry> journal, List<AppointmentRow> appointments, List<BlockedTimeRow> blockedTimes) {
    public static final Restored NOTHING = new Restored(List.of(), List.of(), List.of());

    public Restored {
        journal = List.copyOf(journal);
        appointments = List.copyOf(appointments);
        blockedTimes = List.copyOf(blockedTimes);
    }
}
