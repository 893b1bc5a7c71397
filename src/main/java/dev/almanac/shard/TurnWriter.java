package dev.almanac.shard;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits a turn: the writes of all shards, with the position of every one of them, in one transaction.
///
/// The positions are what fences: a process that no longer owns a shard cannot commit its position, and so nothing else of
/// the turn either. Two producers take turns, because one would have to wait for the markers of its own last transaction.
final class TurnWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TurnWriter.class);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final String commandsTopic;
    private final List<Producer<byte[], byte[]>> producers;
    private final BiFunction<Write, Integer, ProducerRecord<byte[], byte[]>> encoder;
    private int turn;

    /// How a commit ended, if it did not throw: what throws has an unknown end.
    enum End {
        COMMITTED,
        /// Nothing was written.
        ABORTED
    }

    TurnWriter(
            String commandsTopic,
            BiFunction<Write, Integer, ProducerRecord<byte[], byte[]>> encoder,
            List<Producer<byte[], byte[]>> producers) {
        this.commandsTopic = commandsTopic;
        this.encoder = encoder;
        this.producers = List.copyOf(producers);
    }

    /// @throws KafkaException where the end is unknown: the clients are to be replaced and the shards restored
    End commit(Collection<OwnedShard> shards, ConsumerGroupMetadata member) {
        Producer<byte[], byte[]> producer = producers.get(turn++ % producers.size());
        producer.beginTransaction();
        try {
            Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
            for (OwnedShard shard : shards) {
                for (Write write : shard.unwritten()) {
                    producer.send(encoder.apply(write, shard.partition));
                }
                positions.put(
                        new TopicPartition(commandsTopic, shard.partition), new OffsetAndMetadata(shard.position()));
            }
            producer.sendOffsetsToTransaction(positions, member);
        } catch (ApplicationRecoverableException | InvalidConfigurationException fatal) {
            throw fatal; // fenced, or not allowed: this producer cannot even abort
        } catch (KafkaException failure) {
            producer.abortTransaction();
            LOG.warn("A turn was aborted and will be written again: {}", failure.toString());
            return End.ABORTED;
        }
        producer.commitTransaction();
        return End.COMMITTED;
    }

    @Override
    public void close() {
        for (Producer<byte[], byte[]> producer : producers) {
            try {
                producer.close(CLOSE_WITHIN);
            } catch (KafkaException failure) {
                LOG.debug("A producer could not be closed cleanly", failure);
            }
        }
    }
}
