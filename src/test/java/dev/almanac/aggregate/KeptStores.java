package dev.almanac.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// Stores in memory whose contents can be taken out and put into a new topology, as a changelog does after a crash.
final class KeptStores implements Function<String, KeyValueBytesStoreSupplier> {
    private final Map<String, List<KeyValue<Bytes, byte[]>>> contents;
    private final Map<String, KeyValueStore<Bytes, byte[]>> stores = new TreeMap<>();

    /// Empty ones.
    KeptStores() {
        this(Map.of());
    }

    private KeptStores(Map<String, List<KeyValue<Bytes, byte[]>>> contents) {
        this.contents = contents;
    }

    /// Others that begin with what these hold now.
    KeptStores copy() {
        Map<String, List<KeyValue<Bytes, byte[]>>> held = new TreeMap<>();
        stores.forEach((name, store) -> {
            List<KeyValue<Bytes, byte[]>> all = new ArrayList<>();
            try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
                entries.forEachRemaining(all::add);
            }
            held.put(name, all);
        });
        return new KeptStores(held);
    }

    @Override
    public KeyValueBytesStoreSupplier apply(String name) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name).get();
                contents.getOrDefault(name, List.of()).forEach(entry -> store.put(entry.key, entry.value));
                stores.put(name, store);
                return store;
            }

            @Override
            public String metricsScope() {
                return "in-memory";
            }
        };
    }
}
