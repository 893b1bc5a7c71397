package dev.almanac.wire;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.BlockedTimeRow;

/// Rows of blocked time.
final class BlockedTimeWire {
    static final Mapping<dev.almanac.schema.BlockedTime, BlockedTimeRow> MAPPING = new Mapping<>(
            dev.almanac.schema.BlockedTime.class,
            dev.almanac.schema.BlockedTime.SCHEMA$,
            BlockedTimeWire::toAvro,
            BlockedTimeWire::fromAvro);

    private BlockedTimeWire() {}

    static dev.almanac.schema.BlockedTime toAvro(BlockedTimeRow row) {
        BlockedTime it = row.blockedTime();
        return new dev.almanac.schema.BlockedTime(
                it.id(),
                it.locationId(),
                row.sequence(),
                it.calendarId(),
                it.assignedUserId(),
                it.title(),
                it.recurring(),
                it.rrule(),
                it.masterEventId(),
                OffsetTimes.instant(it.startTime()),
                OffsetTimes.offset(it.startTime()),
                OffsetTimes.instant(it.endTime()),
                OffsetTimes.offset(it.endTime()),
                it.dateAdded(),
                it.dateUpdated(),
                CreatedByWire.toAvro(it.createdBy()),
                it.deleted(),
                it.extra(),
                row.firstSeenAt(),
                row.fetchedAt(),
                row.removed());
    }

    static BlockedTimeRow fromAvro(dev.almanac.schema.BlockedTime avro) {
        BlockedTime blockedTime = new BlockedTime(
                avro.getBlockId(),
                avro.getLocationId(),
                avro.getCalendarId(),
                avro.getAssignedUserId(),
                avro.getTitle(),
                avro.getIsRecurring(),
                avro.getRrule(),
                avro.getMasterEventId(),
                OffsetTimes.of(avro.getStartTime(), avro.getStartOffset()),
                OffsetTimes.of(avro.getEndTime(), avro.getEndOffset()),
                avro.getDateAdded(),
                avro.getDateUpdated(),
                CreatedByWire.fromAvro(avro.getCreatedBy()),
                avro.getDeleted(),
                avro.getExtra());
        return new BlockedTimeRow(
                blockedTime,
                avro.getSequence(),
                avro.getFirstSeenAt(),
                avro.getFetchedAt(),
                avro.getRemoved());
    }
}
