package dev.almanac.aggregate;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Touched days in, changed cells out. Keeps each cell as last told, to tell it again only when it has changed.
final class CellProcessor<C extends Cell> extends ContextualProcessor<String, TouchedDay, String, C> {
    static final String NO_SHOW_CELLS = "no-show-cells";
    static final String UTILIZATION_CELLS = "utilization-cells";
    static final List<String> STORES = List.of(NO_SHOW_CELLS, UTILIZATION_CELLS);

    /// What a cell is: the one place that decides.
    interface Definition<C> {
        /// The cell to tell, or nothing where it has not changed. `previous` is null where it was never told.
        Optional<C> next(C previous, CellKey key, TouchedDay touched);
    }

    private final String storeName;
    private final Definition<C> definition;
    private KeyValueStore<String, C> told;

    CellProcessor(String storeName, Definition<C> definition) {
        this.storeName = storeName;
        this.definition = definition;
    }

    @Override
    public void init(ProcessorContext<String, C> context) {
        super.init(context);
        told = context.getStateStore(storeName);
    }

    @Override
    public void process(Record<String, TouchedDay> record) {
        TouchedDay touched = record.value();
        for (CellKey key : touched.cells()) {
            String storeKey = StoreKeys.ofCell(key);
            definition.next(told.get(storeKey), key, touched).ifPresent(cell -> {
                told.put(storeKey, cell);
                context().forward(record.withKey(key.toString()).withValue(cell));
            });
        }
    }
}
