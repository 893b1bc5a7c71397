package dev.almanac.shard;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session's membership in the group of shard owners: a Kafka consumer of commands whose wait for records can be ended from
/// another thread. Everything but [#wakeUp] happens on the loop's thread.
final class CommandConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandConsumer.class);

    /// For a broker that is away: what takes longer must not look like a loop that stands still.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final AtomicBoolean waiting = new AtomicBoolean();

    CommandConsumer(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    void join(ConsumerRebalanceListener ownership) {
        consumer.subscribe(List.of(topic), ownership);
    }

    /// Records, or none if the wait was ended.
    ConsumerRecords<byte[], byte[]> poll(Duration atMost) {
        waiting.set(true);
        try {
            return consumer.poll(atMost);
        } catch (WakeupException news) {
            return ConsumerRecords.empty();
        } finally {
            waiting.set(false);
        }
    }

    /// Ends a wait for records. From any thread.
    void wakeUp() {
        if (waiting.compareAndSet(true, false)) {
            consumer.wakeup();
        }
    }

    /// Where the next command of a shard will be read. A call that was to wake the poll may end this one instead.
    long position(int shard) {
        try {
            return consumer.position(partition(shard), ANSWER_WITHIN);
        } catch (WakeupException meantForThePoll) {
            return consumer.position(partition(shard), ANSWER_WITHIN);
        }
    }

    /// Proof of membership, as of now: what fences a process that has lost its shards.
    ConsumerGroupMetadata membership() {
        return consumer.groupMetadata();
    }

    /// Reads no commands of these until they are resumed.
    void pause(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
    }

    void setPaused(int shard, boolean paused) {
        TopicPartition partition = partition(shard);
        if (paused != consumer.paused().contains(partition)) {
            if (paused) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        }
    }

    private TopicPartition partition(int shard) {
        return new TopicPartition(topic, shard);
    }

    /// Leaves the group.
    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(ANSWER_WITHIN));
        } catch (KafkaException failure) {
            LOG.debug("The consumer could not be closed cleanly", failure);
        }
    }
}
