package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// What the topics say of the past: the last record of every key, and how the owner before left the shard. The lists may be
/// long, and are not copied.
public record Restored(
        List<JournalEntry> journal,
        List<AppointmentRow> appointments,
        List<BlockedTimeRow> blockedTimes,
        Handover handover) {
    public static final Restored NOTHING =
            new Restored(List.of(), List.of(), List.of(), new Handover.First());

    public Restored {
        requireNonNull(handover, "handover");
        journal = Collections.unmodifiableList(journal);
        appointments = Collections.unmodifiableList(appointments);
        blockedTimes = Collections.unmodifiableList(blockedTimes);
    }

    /// Finished commands whose doing may not be told yet, in the order in which they ended.
    List<JournalEntry> untold() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE && !entry.told())
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .toList();
    }

    /// Commands that may have begun to change an appointment, in the order of their acceptance.
    List<JournalEntry> started() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.STARTED && entry.appointmentId() != null)
                .sorted(Comparator.comparing(JournalEntry::position))
                .toList();
    }
}
