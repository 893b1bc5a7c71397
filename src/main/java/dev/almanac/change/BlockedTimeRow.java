package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.BlockedTime;
import java.time.Instant;

/// A blocked time as last seen, with what Almanac adds: a row of the topic `blocked-time`. Members as in [AppointmentRow].
public record BlockedTimeRow(
        BlockedTime blockedTime,
        long sequence,
        Instant firstSeenAt,
        Instant fetchedAt,
        boolean removed) {

    public BlockedTimeRow {
        requireNonNull(blockedTime, "blockedTime");
        requireNonNull(firstSeenAt, "firstSeenAt");
        requireNonNull(fetchedAt, "fetchedAt");
    }

    public String id() {
        return blockedTime.id();
    }

    public String locationId() {
        return blockedTime.locationId();
    }

    boolean isOverSince(Instant before) {
        return Retention.isOver(removed, blockedTime.startTime(), blockedTime.endTime(), fetchedAt, before);
    }
}
