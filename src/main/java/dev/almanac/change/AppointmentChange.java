package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What changed about one appointment between two looks. Taking `after` of each change in order gives the rows.
///
/// @param before    null at first sight
/// @param commandId the command of ours that caused it, or null
public record AppointmentChange(
        Kind kind, List<String> changedFields, AppointmentRow before, AppointmentRow after, String commandId) {

    /// What happened, the most telling first: a change that moves and edits is told as `RESCHEDULED`.
    public enum Kind {
        /// First sight of one that was there before Almanac watched.
        SNAPSHOT,
        /// Newly made, or back after a removal.
        APPEARED,
        RESCHEDULED,
        STATUS_CHANGED,
        REASSIGNED,
        EDITED,
        /// Gone from the calendar, confirmed by reading it by id.
        REMOVED
    }

    public AppointmentChange {
        requireNonNull(kind, "kind");
        changedFields = List.copyOf(changedFields);
        requireNonNull(after, "after");
    }
}
