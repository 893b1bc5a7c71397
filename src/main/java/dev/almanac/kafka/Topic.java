package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/// A topic with everything that is agreed about it: its name, how keys and values are written, and the settings it is
/// created with. The number of partitions is the same for all of them.
public record Topic<K, V>(String name, Serde<K> keySerde, Serde<V> valueSerde, Map<String, String> settings) {
    public Topic {
        requireNonNull(name, "name");
        requireNonNull(keySerde, "keySerde");
        requireNonNull(valueSerde, "valueSerde");
        settings = Map.copyOf(settings);
    }
}
