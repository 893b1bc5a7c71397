package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import java.util.List;

/// What the topics say of the past: the last record of every key, and how the owner before left the shard.
public record Restored(
        List<JournalEntry> journal,
        List<AppointmentRow> appointments,
        List<BlockedTimeRow> blockedTimes,
        Handover handover) {
    public static final Restored NOTHING =
            new Restored(List.of(), List.of(), List.of(), new Handover.First());

    public Restored {
        requireNonNull(handover, "handover");
        journal = List.copyOf(journal);
        appointments = List.copyOf(appointments);
        blockedTimes = List.copyOf(blockedTimes);
    }
}
