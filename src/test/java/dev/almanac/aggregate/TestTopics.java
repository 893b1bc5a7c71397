package dev.almanac.aggregate;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/// The topics of the aggregates without a registry, under their default names after a prefix.
record TestTopics(String prefix, int shards, ByReference held) {
    static final Duration PUNCTUATION = Duration.ofSeconds(1);

    static final int MANY = 2_000;

    TestTopics(String prefix, int shards) {
        this(prefix, shards, new ByReference());
    }

    Topic<String, AppointmentRow> appointments() {
        return topic("appointments");
    }

    Topic<String, BlockedTimeRow> blockedTime() {
        return topic("blocked-time");
    }

    Topic<String, Location> locations() {
        return topic("locations");
    }

    Topic<String, NoShows> noShows() {
        return topic("no-shows");
    }

    Topic<String, Utilization> utilization() {
        return topic("utilization");
    }

    /// As it runs.
    Topology topology() {
        return AggregateTopology.build(
                appointments(), blockedTime(), locations(), noShows(), utilization(), shards, PUNCTUATION);
    }

    /// With stores that open in no time.
    Topology topologyInMemory() {
        return topology(Stores::inMemoryKeyValueStore, MANY);
    }

    /// @param stride of a rebucketing
    Topology topology(Function<String, KeyValueBytesStoreSupplier> stores, int stride) {
        return AggregateTopology.build(
                appointments(), blockedTime(), locations(), noShows(), utilization(), shards, PUNCTUATION, stores, stride);
    }

    private <V> Topic<String, V> topic(String name) {
        return new Topic<>(prefix + name, Serdes.String(), held.serde(), Map.of());
    }
}
