package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the topics say of the past: the last record of every key, and how the owner before left the shard. The lists may be
/// long, and are not copied.
public record Restored(
        List<JournalEntry> journal,
        List<AppointmentRow> appointments,
        List<BlockedTimeRow> blockedTimes,
        Handover handover) {
    /// No call is under way for longer: a look that had come so long after something was begun after it, too.
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    public static final Restored NOTHING =
            new Restored(List.of(), List.of(), List.of(), new Handover.First());

    public Restored {
        requireNonNull(handover, "handover");
        journal = Collections.unmodifiableList(journal);
        appointments = Collections.unmodifiableList(appointments);
        blockedTimes = Collections.unmodifiableList(blockedTimes);
    }

    /// Finished commands whose doing may not be told yet: their appointment was not seen after they had finished, or is a series.
    /// In the order in which they had.
    ///
    /// @param within how long before the last of all commands they may have finished
    /// @param row    what is known of an appointment
    List<JournalEntry> untold(Duration within, Function<String, Optional<AppointmentRow>> row) {
        List<JournalEntry> done = journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .toList();
        if (done.isEmpty()) {
            return List.of();
        }
        Instant since = done.getLast().result().finishedAt().minus(within);
        return done.stream()
                .filter(entry -> entry.result().finishedAt().isAfter(since))
                .filter(entry -> row.apply(entry.result().appointmentId()).filter(known -> isTold(entry, known)).isEmpty())
                .toList();
    }

    /// Whether the row is of a look that had come after the end, and was begun after it, too, or shows a version that is not older
    /// than the last write; `dateUpdated` may count in seconds.
    private static boolean isTold(JournalEntry entry, AppointmentRow row) {
        Instant end = entry.result().finishedAt();
        if (!row.fetchedAt().isAfter(end)) {
            return false;
        }
        Instant updated = row.appointment().dateUpdated();
        Instant started = entry.startedAt();
        return updated == null
                || started == null
                || row.fetchedAt().isAfter(end.plus(LONGEST_LOOK))
                || !updated.isBefore(updated.getNano() == 0 ? started.truncatedTo(ChronoUnit.SECONDS) : started);
    }

    /// Commands that may have begun to change an appointment, in the order of their acceptance.
    List<JournalEntry> started() {
        return journal.stream()
                .filter(entry -> entry.state() == JournalEntry.State.STARTED && entry.appointmentId() != null)
                .sorted(Comparator.comparing(JournalEntry::position))
                .toList();
    }
}
