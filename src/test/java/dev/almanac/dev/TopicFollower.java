package dev.almanac.dev;

import static dev.almanac.dev.Waiting.PATIENCE;

import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a topic from its start as any consumer would that sees committed records only, and keeps what it read.
public final class TopicFollower<V> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<Entry<V>> entries = new CopyOnWriteArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topic<?, V> topic;
    private final Thread thread;

    /// A record.
    ///
    /// @param value null for a tombstone
    public record Entry<V>(String key, V value, ConsumerRecord<byte[], byte[]> raw) {}

    /// Follows all partitions of a topic that exists.
    public TopicFollower(String bootstrapServers, Topic<?, V> topic) {
        this.topic = topic;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().name("follow-" + topic.name()).daemon().start(this::run);
    }

    /// Everything read so far.
    public List<Entry<V>> entries() {
        return List.copyOf(entries);
    }

    /// The first value that fits; waits for it.
    public V await(String what, Predicate<V> fits) {
        Waiting.until(what, PATIENCE, () -> values(fits).size() > 0);
        return values(fits).getFirst();
    }

    /// All values that fit.
    public List<V> values(Predicate<V> fits) {
        return entries.stream().map(Entry::value).filter(value -> value != null && fits.test(value)).toList();
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    V value = record.value() == null
                            ? null
                            : topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
                    entries.add(new Entry<>(record.key() == null ? null : new String(record.key()), value, record));
                }
            }
        } catch (WakeupException closing) {
            consumer.close();
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
