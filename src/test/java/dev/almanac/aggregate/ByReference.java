package dev.almanac.aggregate;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// A serde for one JVM: the bytes are a number under which the value is held. Lets tests of the aggregates say what
/// they mean without a schema.
final class ByReference {
    private static final AtomicLong LAST = new AtomicLong();
    private static final Map<Long, Object> HELD = new ConcurrentHashMap<>();

    private ByReference() {}

    @SuppressWarnings("unchecked")
    static <V> Serde<V> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : hold(value),
                (topic, bytes) -> bytes == null ? null : (V) HELD.get(ByteBuffer.wrap(bytes).getLong()));
    }

    private static byte[] hold(Object value) {
        long id = LAST.incrementAndGet();
        HELD.put(id, value);
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }
}
