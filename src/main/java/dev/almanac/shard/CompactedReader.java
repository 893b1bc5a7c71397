package dev.almanac.shard;

import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a partition of a compacted topic from its start to where it ends now, and keeps the last value of each key.
///
/// "Now" is the high watermark, with transactions that are still open: the reading waits until they are decided, so nothing
/// that a predecessor committed is missed. One thread; the clients stay open.
public final class CompactedReader {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;

    public CompactedReader(Consumer<byte[], byte[]> consumer, Admin admin) {
        this.consumer = consumer;
        this.admin = admin;
    }

    /// @param abandoned asked between polls; where it says yes, what was read so far is returned and is of no use
    public <V> List<V> read(Topic<String, V> topic, int partition, BooleanSupplier abandoned)
            throws ExecutionException, InterruptedException {
        TopicPartition source = new TopicPartition(topic.name(), partition);
        long end = admin.listOffsets(
                        Map.of(source, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                .partitionResult(source)
                .get()
                .offset();
        consumer.assign(List.of(source));
        consumer.seekToBeginning(List.of(source));
        Map<String, byte[]> last = new HashMap<>();
        long told = System.nanoTime();
        while (consumer.position(source) < end && !abandoned.getAsBoolean()) {
            if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
                told = System.nanoTime();
                LOG.info("Reading {}: at offset {} of {}", source, consumer.position(source), end);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String key = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
                if (record.value() == null) {
                    last.remove(key);
                } else {
                    last.put(key, record.value());
                }
            }
        }
        List<V> values = new ArrayList<>(last.size());
        // What is decoded is let go at once: a long past would otherwise be held twice.
        for (Iterator<byte[]> bytes = last.values().iterator(); bytes.hasNext(); bytes.remove()) {
            values.add(topic.valueSerde().deserializer().deserialize(topic.name(), bytes.next()));
        }
        return values;
    }
}
