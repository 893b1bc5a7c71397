package dev.almanac.wire;

import dev.almanac.calendar.CreatedBy;

/// Who made an event; null where unknown.
final class CreatedByWire {
    private CreatedByWire() {}

    static dev.almanac.schema.CreatedBy toAvro(CreatedBy createdBy) {
        return createdBy == null ? null : new dev.almanac.schema.CreatedBy(createdBy.userId(), createdBy.source());
    }

    static CreatedBy fromAvro(dev.almanac.schema.CreatedBy avro) {
        return avro == null ? null : new CreatedBy(avro.getUserId(), avro.getSource());
    }
}
