package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InterruptException;
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
    private static final int PRODUCERS = 2;
    /// A rebalance that others take part in keeps turns from being committed until it is over; longer than that takes, and
    /// the clients are in a state that only new ones mend.
    private static final Duration ABORTS_FOR = Duration.ofSeconds(30);

    private final String commandsTopic;
    private final IntFunction<Producer<byte[], byte[]>> factory;
    private final List<Producer<byte[], byte[]>> producers = new ArrayList<>();
    private int turn;
    /// Since when no turn could be committed; null while they can.
    private Instant abortingSince;

    /// How a commit ended, if it did not throw: what throws has an unknown end.
    enum End {
        COMMITTED,
        /// Nothing was written.
        ABORTED
    }

    /// @param factory transactional producers by number
    TurnWriter(String commandsTopic, IntFunction<Producer<byte[], byte[]>> factory) {
        this.commandsTopic = commandsTopic;
        this.factory = factory;
    }

    /// Takes over from whoever wrote under the same names before; ends what that one left open.
    void open() {
        for (int number = 0; number < PRODUCERS; number++) {
            producers.add(factory.apply(number));
            producers.getLast().initTransactions();
        }
    }

    /// Whether the last turn was aborted: the next one would hardly fare better at once.
    boolean isAborting() {
        return abortingSince != null;
    }

    /// @throws KafkaException where the end is unknown, or no end is in sight: the clients are to be replaced and the shards
    ///                        restored
    End commit(Collection<OwnedShard> shards, ConsumerGroupMetadata member, Instant now) {
        End end = commit(shards, member);
        if (end == End.COMMITTED) {
            abortingSince = null;
        } else if (abortingSince == null) {
            abortingSince = now;
        } else if (now.isAfter(abortingSince.plus(ABORTS_FOR))) {
            throw new KafkaException("no turn could be committed since " + abortingSince);
        }
        return end;
    }

    private End commit(Collection<OwnedShard> shards, ConsumerGroupMetadata member) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        try {
            for (OwnedShard shard : shards) {
                records.addAll(shard.outbox().records());
                positions.put(
                        new TopicPartition(commandsTopic, shard.partition),
                        new OffsetAndMetadata(shard.position(), shard.note()));
            }
        } catch (EncodingDelayed later) {
            LOG.warn("A turn cannot be written yet: {}", later.getMessage());
            return End.ABORTED;
        }
        return commit(producers.get(turn++ % PRODUCERS), records, positions, member);
    }

    private static End commit(
            Producer<byte[], byte[]> producer,
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> positions,
            ConsumerGroupMetadata member) {
        producer.beginTransaction();
        try {
            for (ProducerRecord<byte[], byte[]> record : records) {
                check(producer.send(record));
            }
            producer.sendOffsetsToTransaction(positions, member);
        } catch (ApplicationRecoverableException | InvalidConfigurationException | InterruptException fatal) {
            throw fatal; // fenced, not allowed, or told to end: this producer cannot even abort
        } catch (KafkaException failure) {
            producer.abortTransaction();
            LOG.warn("A turn was aborted and will be written again: {}", failure.toString());
            return End.ABORTED;
        }
        // What it throws may have been committed all the same, so nothing is caught.
        producer.commitTransaction();
        return End.COMMITTED;
    }

    /// What fails at once says so only here. Without a look every further record could wait as long as this one has.
    private static void check(Future<RecordMetadata> sent) {
        if (sent.state() == Future.State.FAILED) {
            throw sent.exceptionNow() instanceof KafkaException known ? known : new KafkaException(sent.exceptionNow());
        }
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
