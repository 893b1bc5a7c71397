package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.BlockedTimeRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A blocked time as the figures see it. It blocks the user and the calendar that it names, each on its own.
record Block(String id, String locationId, String calendarId, String userId, Instant start, Instant end)
        implements Entry {

    Block {
        requireNonNull(id, "id");
        requireNonNull(locationId, "locationId");
        start = start.truncatedTo(ChronoUnit.MILLIS);
        end = end.truncatedTo(ChronoUnit.MILLIS);
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a block must end after it starts: " + start + " to " + end);
        }
    }

    /// None where the row does not count: removed, deleted by the vendor, or not a stretch of time.
    static Optional<Block> of(BlockedTimeRow row) {
        BlockedTime block = row.blockedTime();
        if (row.removed() || block.deleted() || block.startTime() == null || block.endTime() == null
                || block.startTime().toInstant().toEpochMilli() >= block.endTime().toInstant().toEpochMilli()) {
            return Optional.empty();
        }
        return Optional.of(new Block(
                block.id(),
                block.locationId(),
                block.calendarId(),
                block.assignedUserId(),
                block.startTime().toInstant(),
                block.endTime().toInstant()));
    }

    @Override
    public Kind kind() {
        return Kind.BLOCK;
    }

    @Override
    public String contactId() {
        return null;
    }

    @Override
    public Intervals time() {
        return Intervals.between(start, end);
    }
}
