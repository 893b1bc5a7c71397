package dev.almanac.wire;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.NoShows;
import java.time.ZoneId;

/// No-show cells. The sum and the rates on the record follow from the counts.
final class NoShowsWire {
    static final Mapping<dev.almanac.schema.NoShows, NoShows> MAPPING = new Mapping<>(
            dev.almanac.schema.NoShows.class,
            dev.almanac.schema.NoShows.SCHEMA$,
            NoShowsWire::toAvro,
            NoShowsWire::fromAvro);

    private NoShowsWire() {}

    static dev.almanac.schema.NoShows toAvro(NoShows cell) {
        NoShows.Figures it = cell.figures();
        return new dev.almanac.schema.NoShows(
                cell.key().locationId(),
                cell.key().scope().name(),
                cell.key().scopeId(),
                cell.key().day(),
                cell.timeZone().getId(),
                it.scheduled(),
                it.showed(),
                it.noShow(),
                it.cancelled(),
                it.lateCancelled(),
                it.invalid(),
                it.upcoming(),
                it.unmarked(),
                it.unknown(),
                it.rate(),
                it.rateLowerBound(),
                it.rateUpperBound(),
                cell.asOf(),
                cell.revision(),
                NoShows.DEFINITION_VERSION);
    }

    static NoShows fromAvro(dev.almanac.schema.NoShows avro) {
        CellKey.Scope scope = CellKey.Scope.valueOf(avro.getScope());
        return new NoShows(
                new CellKey(avro.getLocationId(), scope, avro.getScopeId(), avro.getLocalDay()),
                ZoneId.of(avro.getTimeZone()),
                new NoShows.Figures(
                        avro.getShowed(),
                        avro.getNoShow(),
                        avro.getCancelled(),
                        avro.getLateCancelled(),
                        avro.getInvalid(),
                        avro.getUpcoming(),
                        avro.getUnmarked(),
                        avro.getUnknown()),
                avro.getAsOf(),
                avro.getRevision());
    }
}
