package dev.almanac.aggregate;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Serdes for one JVM: the bytes are a number under which the value is held, as long as this is. Lets tests of the
/// aggregates say what they mean without a schema.
final class ByReference {
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Object> held = new ConcurrentHashMap<>();

    @SuppressWarnings("unchecked")
    <V> Serde<V> serde() {
        return Serdes.serdeFrom(
                (topic, value) -> value == null ? null : hold(value),
                (topic, bytes) -> bytes == null ? null : (V) held.get(ByteBuffer.wrap(bytes).getLong()));
    }

    private byte[] hold(Object value) {
        long id = last.incrementAndGet();
        held.put(id, value);
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }
}
