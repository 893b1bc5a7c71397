package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/// How a turn ends, by what Kafka's producer throws.
class TurnWriterTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final ConsumerGroupMetadata MEMBER = new MockConsumer<>("earliest").groupMetadata();

    private final List<Refusing> producers = List.of(new Refusing(), new Refusing());
    private final TurnWriter writer = new TurnWriter("commands", producers::get);
    private boolean registryAway;
    private final OwnedShard shard = shard();
    private long offset;
    private boolean opened;

    @Test
    void theTwoProducersTakeTurnsAndEachTurnCarriesItsPosition() {
        assertThat(commit()).isEqualTo(TurnWriter.End.COMMITTED);
        assertThat(commit()).isEqualTo(TurnWriter.End.COMMITTED);

        assertThat(producers).extracting(producer -> producer.commitCount()).containsExactly(1L, 1L);
        assertThat(producers).allSatisfy(producer -> {
            assertThat(producer.history()).hasSize(1);
            assertThat(producer.consumerGroupOffsetsHistory()).hasSize(1);
        });
    }

    @Test
    void aMembershipThatIsNotCurrentAbortsTheTurnAndNothingIsWritten() {
        producers.getFirst().sendOffsetsToTransactionException = new CommitFailedException("a rebalance is under way");

        assertThat(commit()).isEqualTo(TurnWriter.End.ABORTED);
        assertThat(producers.getFirst().transactionAborted()).isTrue();
        assertThat(producers.getFirst().history()).isEmpty();
        assertThat(commit()).as("the same outbox again").isEqualTo(TurnWriter.End.COMMITTED);
        assertThat(producers.getLast().history()).hasSize(1);
    }

    @Test
    void aSendThatFailsAtOnceEndsTheTurnBeforeTheNextOneWaitsAsLong() {
        producers.getFirst().refuses = new TimeoutException("no metadata");
        writer.open();
        shard.received(List.of(record(1), record(2)));
        shard.decide(T0);

        assertThat(writer.commit(List.of(shard), MEMBER, T0)).isEqualTo(TurnWriter.End.ABORTED);
        assertThat(producers.getFirst().asked).isEqualTo(1);
    }

    @Test
    void aFencedProducerIsNotAskedToAbort() {
        producers.getFirst().sendOffsetsToTransactionException = new ProducerFencedException("somebody took over");

        assertThatThrownBy(this::commit).isInstanceOf(ProducerFencedException.class);
        assertThat(producers.getFirst().transactionAborted()).isFalse();
    }

    @Test
    void aCommitOfUnknownEndIsNotTakenForAnAbort() {
        producers.getFirst().commitTransactionException = new TimeoutException("no answer");

        assertThatThrownBy(this::commit).isInstanceOf(KafkaException.class);
        assertThat(producers.getFirst().transactionAborted()).isFalse();
    }

    @Test
    void noTransactionIsBegunForWhatCannotBeEncodedYet() {
        registryAway = true;

        assertThat(commit()).isEqualTo(TurnWriter.End.ABORTED);
        assertThat(producers.getFirst().transactionInFlight()).isFalse();
        registryAway = false;
        assertThat(commit()).isEqualTo(TurnWriter.End.COMMITTED);
    }

    private TurnWriter.End commit() {
        if (!opened) {
            writer.open();
            opened = true;
        }
        if (shard.outbox().isEmpty()) {
            shard.received(List.of(record(offset++)));
            shard.decide(T0);
        }
        TurnWriter.End end = writer.commit(List.of(shard), MEMBER, T0);
        if (end == TurnWriter.End.COMMITTED) {
            shard.committed();
        }
        return end;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("commands", 0, offset, null, new byte[1]);
    }

    /// Every record is a dead letter: nothing here depends on what a command says.
    private OwnedShard shard() {
        OwnedShard owned = new OwnedShard(0, (_, partition) -> {
            if (registryAway) {
                throw new EncodingDelayed(new IllegalStateException("away"));
            }
            return new ProducerRecord<>("dead-letters", partition, null, new byte[1]);
        });
        owned.activate(
                new Shard(OwnedShardTest.RULES, Restored.NOTHING, T0),
                new Intake(_ -> new DecodedCommand.Unreadable("no Avro"), Duration.ofSeconds(30), 10, 1, 0));
        return owned;
    }

    /// Kafka's own producer for tests, which can also refuse a record the way the real one does: in the future it returns.
    private static final class Refusing extends MockProducer<byte[], byte[]> {
        RuntimeException refuses;
        int asked;

        Refusing() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            asked++;
            return refuses == null ? super.send(record) : CompletableFuture.failedFuture(refuses);
        }
    }
}
