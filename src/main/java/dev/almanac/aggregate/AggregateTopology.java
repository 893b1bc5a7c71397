package dev.almanac.aggregate;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// How rows become figures:
///
///     appointments ─┐                        ┌─ no-shows
///     blocked-time ─┼─ entries ─ touched days ┤
///     locations    ─┘                        └─ utilization
///
/// All records of a location are in one partition, the same in every topic, so nothing is repartitioned. The names of
/// the stores are a contract: their changelogs carry them.
public final class AggregateTopology {
    // Done in well under a second, and most locations in one step.
    private static final int STRIDE = 2_000;

    private static final String ENTRIES = "entries";
    private static final String NO_SHOWS = "no-shows";
    private static final String UTILIZATION = "utilization";

    private AggregateTopology() {}

    /// Builds the topology over its topics.
    ///
    /// @param shards      the number of partitions of each of them
    /// @param punctuation how often, by the wall clock, appointments that have ended are looked for
    public static Topology build(
            Topic<String, AppointmentRow> appointments,
            Topic<String, BlockedTimeRow> blockedTime,
            Topic<String, Location> locations,
            Topic<String, NoShows> noShows,
            Topic<String, Utilization> utilization,
            int shards,
            Duration punctuation) {
        return build(
                appointments, blockedTime, locations, noShows, utilization, shards, punctuation,
                Stores::persistentKeyValueStore, STRIDE);
    }

    /// As above, over another kind of store and with another stride of [EntryKeeper].
    static Topology build(
            Topic<String, AppointmentRow> appointments,
            Topic<String, BlockedTimeRow> blockedTime,
            Topic<String, Location> locations,
            Topic<String, NoShows> noShows,
            Topic<String, Utilization> utilization,
            int shards,
            Duration punctuation,
            Function<String, KeyValueBytesStoreSupplier> stores,
            int stride) {
        Topology topology = new Topology();
        addSource(topology, appointments, "appointments", row -> present(row).map(Sighting::of));
        addSource(topology, blockedTime, "blocked-time", row -> present(row).map(Sighting::of));
        addSource(topology, locations, "locations", AggregateTopology::location);
        topology.addProcessor(ENTRIES, () -> new EntryKeeper(punctuation, stride),
                sightings("appointments"), sightings("blocked-time"), sightings("locations"));
        addCells(topology, noShows, NO_SHOWS, CellProcessor.NO_SHOW_CELLS, NoShowCell::next, shards);
        addCells(topology, utilization, UTILIZATION, CellProcessor.UTILIZATION_CELLS, UtilizationCell::next, shards);

        addStore(topology, stores.apply(EntryStores.ENTRIES), StoreSerdes.kept(), ENTRIES);
        addStore(topology, stores.apply(EntryStores.ENTRIES_BY_DAY), StoreSerdes.kept(), ENTRIES);
        addStore(topology, stores.apply(EntryStores.OPEN_ENDS), StoreSerdes.kept(), ENTRIES);
        addStore(topology, stores.apply(EntryKeeper.LOCATIONS), StoreSerdes.of(locations), ENTRIES);
        addStore(topology, stores.apply(UnderWay.STORE), Serdes.String(), ENTRIES);
        addStore(topology, stores.apply(EntryKeeper.CLOCK), Serdes.Long(), ENTRIES);
        addStore(topology, stores.apply(CellProcessor.NO_SHOW_CELLS), StoreSerdes.of(noShows), NO_SHOWS, ENTRIES);
        addStore(topology, stores.apply(CellProcessor.UTILIZATION_CELLS), StoreSerdes.of(utilization),
                UTILIZATION, ENTRIES);
        return topology;
    }

    /// A tombstone of a row says nothing new: removals are rows, and their tombstones come long after them.
    private static <V> Optional<V> present(Record<String, V> record) {
        return Optional.ofNullable(record.value());
    }

    private static Optional<Sighting> location(Record<String, Location> record) {
        return Optional.of(new Sighting.OfLocation(
                record.key(), Optional.ofNullable(record.value()), Instant.ofEpochMilli(record.timestamp())));
    }

    private static <V> void addSource(
            Topology topology,
            Topic<String, V> topic,
            String name,
            Function<Record<String, V>, Optional<Sighting>> sighting) {
        topology.addSource(name, topic.keySerde().deserializer(), topic.valueSerde().deserializer(), topic.name());
        ProcessorSupplier<String, V, String, Sighting> supplier = () -> reading(sighting);
        topology.addProcessor(sightings(name), supplier, name);
    }

    private static String sightings(String source) {
        return source + "-sightings";
    }

    private static <V> Processor<String, V, String, Sighting> reading(
            Function<Record<String, V>, Optional<Sighting>> sighting) {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, V> record) {
                sighting.apply(record).ifPresent(seen -> context().forward(record.withValue(seen)));
            }
        };
    }

    private static <C extends Cell> void addCells(
            Topology topology,
            Topic<String, C> topic,
            String name,
            String storeName,
            CellProcessor.Definition<C> definition,
            int shards) {
        ProcessorSupplier<String, TouchedDay, String, C> supplier = () -> new CellProcessor<>(storeName, definition);
        StreamPartitioner<String, C> placement = (_, _, cell, _) ->
                Optional.of(Set.of(Placement.partitionOf(cell.key().locationId(), shards)));
        topology.addProcessor(name, supplier, ENTRIES);
        topology.addSink(name + "-topic", topic.name(),
                topic.keySerde().serializer(), topic.valueSerde().serializer(), placement, name);
    }

    /// Written through at once: a cache would save little, since a cell is written only when it changes, and would make
    /// the memory harder to bound.
    private static void addStore(
            Topology topology, KeyValueBytesStoreSupplier store, Serde<?> values, String... processors) {
        topology.addStateStore(
                Stores.keyValueStoreBuilder(store, Serdes.String(), values)
                        .withCachingDisabled()
                        .withLoggingEnabled(Map.of()),
                processors);
    }
}
