package dev.almanac.aggregate;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// The topics of the aggregates without a registry, under their default names after a prefix.
record TestTopics(String prefix, int shards) {
    private static final Duration PUNCTUATION = Duration.ofSeconds(1);

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
        return AggregateTopology.build(
                appointments(), blockedTime(), locations(), noShows(), utilization(), shards, PUNCTUATION,
                Stores::inMemoryKeyValueStore);
    }

    private <V> Topic<String, V> topic(String name) {
        return new Topic<>(prefix + name, Serdes.String(), ByReference.serde(), Map.of());
    }
}
