package dev.almanac.aggregate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The changed locations whose cells are not all told yet. Few, so they are held in memory too: they are asked for with
/// every row.
final class UnderWay {
    static final String STORE = "rebucketing";

    private final KeyValueStore<String, String> store;
    private final Map<String, Rebucketing> states = new TreeMap<>();

    UnderWay(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        try (KeyValueIterator<String, String> all = store.all()) {
            all.forEachRemaining(entry -> states.put(entry.key, Rebucketing.parse(entry.value)));
        }
    }

    /// Empty: nothing is left to do for this location.
    Optional<Rebucketing> of(String locationId) {
        return Optional.ofNullable(states.get(locationId));
    }

    List<String> locations() {
        return List.copyOf(states.keySet());
    }

    void put(String locationId, Rebucketing state) {
        states.put(locationId, state);
        store.put(locationId, state.text());
    }

    void remove(String locationId) {
        if (states.remove(locationId) != null) {
            store.delete(locationId);
        }
    }
}
