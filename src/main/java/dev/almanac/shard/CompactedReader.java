package dev.almanac.shard;

import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Reads a partition of a compacted topic from its start to where it ends now, and keeps the last value of each key.
///
/// "Now" is the high watermark, with transactions that are still open: the reading waits until they are decided, so nothing
/// that a predecessor committed is missed.
final class CompactedReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;

    CompactedReader(Consumer<byte[], byte[]> consumer, Admin admin) {
        this.consumer = consumer;
        this.admin = admin;
    }

    /// @param abandoned asked between polls; where it says yes, what was read so far is returned and is of no use
    <V> Map<String, V> read(Topic<String, V> topic, int partition, BooleanSupplier abandoned)
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
        while (consumer.position(source) < end && !abandoned.getAsBoolean()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String key = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
                if (record.value() == null) {
                    last.remove(key);
                } else {
                    last.put(key, record.value());
                }
            }
        }
        return last.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> topic.valueSerde().deserializer().deserialize(topic.name(), entry.getValue())));
    }
}
