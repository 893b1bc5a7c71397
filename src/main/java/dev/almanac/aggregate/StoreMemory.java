package dev.almanac.aggregate;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// One memory limit for all stores of the process. Kafka Streams makes this object by its class name, once per store,
/// which is why what is shared is static; it lives as long as the process.
public final class StoreMemory implements RocksDBConfigSetter {
    static final String BYTES = "almanac.store.memory.bytes";
    private static final long WRITE_BUFFER_BYTES = 4L << 20;

    private static Cache cache;
    private static WriteBufferManager writeBuffers;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        share(Long.parseLong(configs.get(BYTES).toString()));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(cache);
        // Index and filter blocks as well, or they would be held beside the limit.
        table.setCacheIndexAndFilterBlocks(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and write buffers are shared and stay.
    }

    /// The first store decides. Half of the cache is for write buffers, which are charged to it.
    private static synchronized void share(long bytes) {
        if (cache == null) {
            cache = new LRUCache(bytes);
            writeBuffers = new WriteBufferManager(bytes / 2, cache);
        }
    }
}
