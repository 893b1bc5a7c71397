package dev.almanac.change;

import java.time.Instant;
import java.time.OffsetDateTime;

/// Which rows need not be known any more.
final class Retention {
    private Retention() {}

    /// Whether something is gone, or over, and has been as it is since before an instant, so that nobody will hear of it again.
    static boolean isOver(
            boolean removed, OffsetDateTime start, OffsetDateTime end, Instant fetchedAt, Instant before) {
        OffsetDateTime last = end != null ? end : start;
        return fetchedAt.isBefore(before) && (removed || last == null || last.toInstant().isBefore(before));
    }
}
