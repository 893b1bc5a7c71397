package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.InstanceId;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /// Finished commands whose doing may not be told yet: their appointment, or every meeting of their series, was not seen after
    /// they had finished. In the order in which they had.
    ///
    /// @param within how long before the last of all commands they may have finished
    List<JournalEntry> untold(Duration within) {
        List<JournalEntry> done = journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .toList();
        if (done.isEmpty()) {
            return List.of();
        }
        Instant since = done.getLast().result().finishedAt().minus(within);
        Map<String, AppointmentRow> latest = new HashMap<>();
        appointments.forEach(row -> {
            latest.merge(row.id(), row, Restored::later);
            latest.merge(InstanceId.seriesOf(row.id()), row, Restored::later);
        });
        return done.stream()
                .filter(entry -> entry.result().finishedAt().isAfter(since))
                .filter(entry -> !isTold(entry.result(), latest.get(entry.result().appointmentId())))
                .toList();
    }

    /// A reading that came after the end may have been begun before the write; then it is of an older version.
    private static boolean isTold(CommandResult result, AppointmentRow row) {
        if (row == null || !row.fetchedAt().isAfter(result.finishedAt())) {
            return false;
        }
        Instant updated = row.appointment().dateUpdated();
        return updated == null || result.startedAt() == null
                || !updated.isBefore(result.startedAt().truncatedTo(ChronoUnit.SECONDS));
    }

    /// Commands that may have begun to change an appointment, in the order of their acceptance.
    List<JournalEntry> started() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.STARTED && entry.appointmentId() != null)
                .sorted(Comparator.comparing(JournalEntry::position))
                .toList();
    }

    private static AppointmentRow later(AppointmentRow one, AppointmentRow other) {
        return one.fetchedAt().isAfter(other.fetchedAt()) ? one : other;
    }
}
