package dev.almanac.wire;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.Utilization;
import java.time.Duration;
import java.time.ZoneId;

/// Utilization cells. Durations are told in minutes, exact to the millisecond; the ratio follows from them.
final class UtilizationWire {
    static final Mapping<dev.almanac.schema.Utilization, Utilization> MAPPING = new Mapping<>(
            dev.almanac.schema.Utilization.class,
            dev.almanac.schema.Utilization.SCHEMA$,
            UtilizationWire::toAvro,
            UtilizationWire::fromAvro);

    private static final double MILLIS_PER_MINUTE = 60_000.0;

    private UtilizationWire() {}

    static dev.almanac.schema.Utilization toAvro(Utilization cell) {
        Utilization.Figures it = cell.figures();
        return new dev.almanac.schema.Utilization(
                cell.key().locationId(),
                cell.key().scope().name(),
                cell.key().scopeId(),
                cell.key().day(),
                cell.timeZone().getId(),
                minutes(it.available()),
                minutes(it.blocked()),
                minutes(it.booked()),
                minutes(it.bookedSum()),
                minutes(it.noShow()),
                it.appointments(),
                it.ratio(),
                cell.asOf(),
                cell.revision(),
                Utilization.DEFINITION_VERSION);
    }

    static Utilization fromAvro(dev.almanac.schema.Utilization avro) {
        CellKey.Scope scope = CellKey.Scope.valueOf(avro.getScope());
        return new Utilization(
                new CellKey(avro.getLocationId(), scope, avro.getScopeId(), avro.getLocalDay()),
                ZoneId.of(avro.getTimeZone()),
                new Utilization.Figures(
                        duration(avro.getAvailableMinutes()),
                        duration(avro.getBlockedMinutes()),
                        duration(avro.getBookedMinutes()),
                        duration(avro.getBookedMinutesSum()),
                        duration(avro.getNoShowMinutes()),
                        avro.getAppointments()),
                avro.getAsOf(),
                avro.getRevision());
    }

    private static Double minutes(Duration duration) {
        return duration == null ? null : Double.valueOf(duration.toMillis() / MILLIS_PER_MINUTE);
    }

    private static Duration duration(Double minutes) {
        return minutes == null ? null : Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE));
    }
}
