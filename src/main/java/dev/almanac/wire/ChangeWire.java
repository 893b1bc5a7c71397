package dev.almanac.wire;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;

/// Changes. The id, location, sequence and time on the record are those of `after`.
final class ChangeWire {
    static final Mapping<dev.almanac.schema.AppointmentChange, AppointmentChange> MAPPING = new Mapping<>(
            dev.almanac.schema.AppointmentChange.class,
            dev.almanac.schema.AppointmentChange.SCHEMA$,
            ChangeWire::toAvro,
            ChangeWire::fromAvro);

    private ChangeWire() {}

    static dev.almanac.schema.AppointmentChange toAvro(AppointmentChange change) {
        AppointmentRow after = change.after();
        return new dev.almanac.schema.AppointmentChange(
                after.id(),
                after.locationId(),
                after.sequence(),
                change.kind().name(),
                change.changedFields(),
                change.before() == null ? null : AppointmentWire.toAvro(change.before()),
                AppointmentWire.toAvro(after),
                after.fetchedAt(),
                change.commandId());
    }

    static AppointmentChange fromAvro(dev.almanac.schema.AppointmentChange avro) {
        return new AppointmentChange(
                AppointmentChange.Kind.valueOf(avro.getKind()),
                avro.getChangedFields(),
                avro.getBefore() == null ? null : AppointmentWire.fromAvro(avro.getBefore()),
                AppointmentWire.fromAvro(avro.getAfter()),
                avro.getCommandId());
    }
}
