package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.OffsetDateTime;

/// A stretch of time, from inclusive to exclusive. The one place that says what lies in it: the API lists by overlap,
/// so an event that began before the window and still runs belongs to it.
public record Window(Instant from, Instant to) {
    public Window {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window must end after it starts: " + from + " to " + to);
        }
    }

    /// Whether something from `start` to `end` shares time with this window; without length, whether it starts in it.
    public boolean overlaps(Instant start, Instant end) {
        return start.isBefore(to) && (end.isAfter(from) || start.equals(end) && !start.isBefore(from));
    }

    /// The same of times as the vendor tells them: null where it does not, and then of no length, or in no window.
    boolean overlaps(OffsetDateTime start, OffsetDateTime end) {
        return start != null && overlaps(start.toInstant(), (end == null ? start : end).toInstant());
    }
}
