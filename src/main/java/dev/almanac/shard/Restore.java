package dev.almanac.shard;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import dev.almanac.kafka.Placement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Brings back what a shard's topics say of the past, once nobody else can add to it.
final class Restore {
    private final ShardClients clients;
    private final ShardTopics topics;
    /// What is being read takes several times the memory of what is kept.
    private final Semaphore turns;

    /// @param atOnce shards that are read at the same time
    Restore(ShardClients clients, ShardTopics topics, int atOnce) {
        this.clients = clients;
        this.topics = topics;
        this.turns = new Semaphore(atOnce);
    }

    /// Restores a shard; blocks for as long as its topics take to read.
    ///
    /// @throws MisplacedRecord where a record does not belong to this shard: the number of shards was changed
    Restored shard(int partition, BooleanSupplier abandoned) throws ExecutionException, InterruptedException {
        Handover handover = awaitPredecessor(partition);
        turns.acquire();
        try (Consumer<byte[], byte[]> consumer = clients.reader().get()) {
            CompactedReader reader = new CompactedReader(consumer, clients.admin());
            var journal = reader.read(topics.journal(), partition, abandoned);
            var appointments = reader.read(topics.appointments(), partition, abandoned);
            var blocks = reader.read(topics.blockedTime(), partition, abandoned);
            check(journal, entry -> entry.id().locationId(), topics.journal().name(), partition);
            check(appointments, AppointmentRow::locationId, topics.appointments().name(), partition);
            check(blocks, BlockedTimeRow::locationId, topics.blockedTime().name(), partition);
            // Without a committed position, but with a past: the topic of commands was made anew, and the offsets went with it.
            boolean forgotten = handover instanceof Handover.First && !(journal.isEmpty() && appointments.isEmpty());
            return new Restored(journal, appointments, blocks, forgotten ? new Handover.Unannounced() : handover);
        } finally {
            turns.release();
        }
    }

    /// A stable offset is not told while the predecessor's last transaction is undecided. What was committed with it is the
    /// last that the predecessor said.
    private Handover awaitPredecessor(int partition) throws ExecutionException, InterruptedException {
        TopicPartition commands = new TopicPartition(topics.commands(), partition);
        OffsetAndMetadata committed = clients.admin()
                .listConsumerGroupOffsets(
                        Map.of(
                                clients.groupId(),
                                new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(commands))),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(clients.groupId())
                .get()
                .get(commands);
        return committed == null ? new Handover.First() : HandoverNote.read(committed.metadata());
    }

    private <T> void check(Collection<T> records, Function<T, String> locationId, String topic, int partition) {
        for (T record : records) {
            int home = Placement.partitionOf(locationId.apply(record), topics.shards());
            if (home != partition) {
                throw new MisplacedRecord(topic, partition, locationId.apply(record), home);
            }
        }
    }

    /// A record lies in a partition that is not its location's.
    static final class MisplacedRecord extends IllegalStateException {
        MisplacedRecord(String topic, int partition, String locationId, int home) {
            super("topic %s, partition %d holds a record of location %s, which belongs to partition %d: "
                            .formatted(topic, partition, locationId, home)
                    + "the number of shards was changed, or another program writes to this topic; "
                    + "set almanac.kafka.shards back to the number the topics were created with");
        }
    }
}
