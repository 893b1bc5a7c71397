package dev.almanac.wire;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/// A time with an offset is told as two members, its instant and its offset, so that readers can compare without
/// parsing and still know the wall clock. A missing offset is read as UTC.
final class OffsetTimes {
    private OffsetTimes() {}

    static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    static String offset(OffsetDateTime time) {
        return time == null ? null : time.getOffset().getId();
    }

    static OffsetDateTime of(Instant instant, String offset) {
        if (instant == null) {
            return null;
        }
        return instant.atOffset(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }
}
