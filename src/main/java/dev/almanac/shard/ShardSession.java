package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/// One membership in the group of shard owners, with one set of clients. Each turn: poll; let every shard decide; one
/// transaction with all they want written; only then start their calls.
///
/// Everything but [#wakeUp] and [#counts] happens on the loop's thread.
final class ShardSession implements AutoCloseable {
    private static final Duration DRAIN_POLL = Duration.ofMillis(5);
    private static final int LAST_TURN_ATTEMPTS = 5;

    private final ShardLoop.Parts parts;
    private final ShardSettings settings;
    private final CommandConsumer consumer;
    private final TurnWriter writer;
    private final Calls calls;
    private final OwnedShards shards;
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private volatile OwnedShards.Counts counts = OwnedShards.Counts.NONE;
    private boolean restless = true;
    private boolean joined;

    ShardSession(ShardLoop.Parts parts) {
        this.parts = parts;
        this.settings = parts.rules().shard();
        this.shards = new OwnedShards(parts, this::tell);
        this.calls = new Calls(parts.api(), parts.tokens(), parts.clock(), settings.sendWithin());
        this.writer = new TurnWriter(parts.topics().commands(), parts.clients().producers());
        this.consumer = new CommandConsumer(parts.clients().member().get(), parts.topics().commands());
        try {
            writer.open();
            consumer.join(new Ownership());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    OwnedShards.Counts counts() {
        return counts;
    }

    /// Why it cannot work at present, or null.
    String trouble() {
        return shards.trouble();
    }

    void turn() {
        ConsumerRecords<byte[], byte[]> polled = poll();
        for (TopicPartition partition : polled.partitions()) {
            shards.find(partition.partition()).ifPresent(shard -> {
                shard.received(polled.records(partition));
                parts.metrics().received(polled.records(partition).size());
            });
        }
        Instant begun = parts.clock().instant();
        hearNews();
        turn(shards.active());
        parts.metrics().turned(Duration.between(begun, parts.clock().instant()));
        if (restless) {
            count();
        }
        shards.tellStatuses();
    }

    /// Leaves the group after what is under way had its time.
    void leave() {
        drain(shards.all());
    }

    /// After a failure: no call is begun any more, and the group is not left before the last one is so long ago that the next
    /// owner, who finds no note, may take this one for dead.
    void fallSilent() {
        if (!shards.active().isEmpty()) {
            lose(shards.all());
            beQuiet();
        }
    }

    private void beQuiet() {
        LockSupport.parkNanos(parts.rules().quietBeforeLeaving().toNanos());
    }

    /// Ends a wait for records. From any thread.
    void wakeUp() {
        consumer.wakeUp();
    }

    @Override
    public void close() {
        // Forgotten first: leaving the group must not commit anything for them any more.
        lose(shards.all());
        shards.withdrawStatuses();
        writer.close();
        consumer.close();
    }

    /// What was decided may have made more things possible, so the next turn after a busy one does not wait.
    private ConsumerRecords<byte[], byte[]> poll() {
        boolean idle = !restless && news.isEmpty();
        return consumer.poll(idle || writer.isAborting() ? settings.tick() : Duration.ZERO);
    }

    private void hearNews() {
        restless = false;
        for (Runnable event = news.poll(); event != null; event = news.poll()) {
            event.run();
            restless = true;
        }
        LocationTable.Snapshot locations = parts.locations().snapshot();
        for (OwnedShard shard : shards.active()) {
            if (shard.locationsVersion() != locations.version()) {
                shard.locations(locations.version(), parts.locations().ofShard(locations, shard.partition));
            }
            // Back-pressure: a shard that has enough to do is not given more.
            consumer.setPaused(shard.partition, shard.isFull(settings));
        }
    }

    /// Decides, commits and calls for these shards.
    ///
    /// @return false if nothing could be committed: the same outboxes go out with the next turn
    private boolean turn(List<OwnedShard> turning) {
        Instant now = parts.clock().instant();
        for (OwnedShard shard : turning) {
            shard.decide(now);
            shard.drainDuplicates().forEach(shards::alarm);
        }
        List<OwnedShard> toCommit = turning.stream().filter(OwnedShard::hasToCommit).toList();
        if (!toCommit.isEmpty()) {
            restless = true;
            if (!commit(toCommit)) {
                return false;
            }
        }
        for (OwnedShard shard : turning) {
            for (OwnedShard.Unsent each : shard.committed()) {
                calls.start(
                        each.call(), each.decidedAt(), shard::isOwned,
                        finished -> tell(() -> finished(shard, finished)));
                restless = true;
            }
        }
        return true;
    }

    private boolean commit(List<OwnedShard> toCommit) {
        Instant begun = parts.clock().instant();
        if (writer.commit(toCommit, consumer.membership(), begun) == TurnWriter.End.ABORTED) {
            return false;
        }
        toCommit.forEach(shard -> shard.outbox().writes().forEach(parts.metrics()::written));
        parts.metrics().committed(Duration.between(begun, parts.clock().instant()));
        return true;
    }

    private void finished(OwnedShard shard, Input.CallFinished finished) {
        parts.metrics().finished(finished, parts.clock().instant());
        shard.finished(finished);
    }

    private void tell(Runnable event) {
        news.add(event);
        wakeUp();
    }

    /// Gives calls in flight their time, commits what they brought and what the next owners have to know, and forgets the
    /// shards.
    private void drain(Collection<OwnedShard> leaving) {
        Instant begun = parts.clock().instant();
        leaving.forEach(shard -> shard.giveUp(begun));
        Instant end = begun.plus(settings.drain());
        while (leaving.stream().anyMatch(shard -> shard.inFlight() > 0) && parts.clock().instant().isBefore(end)) {
            Runnable event = news.poll();
            if (event != null) {
                event.run();
            } else {
                LockSupport.parkNanos(DRAIN_POLL.toNanos());
            }
        }
        List<OwnedShard> active = leaving.stream().filter(OwnedShard::isActive).toList();
        boolean told = turn(active);
        for (int attempt = 1; !told && attempt < LAST_TURN_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(settings.tick().toNanos());
            told = turn(active);
        }
        shards.forget(leaving);
        count();
        if (!told) {
            beQuiet();
        }
    }

    private void lose(Collection<OwnedShard> gone) {
        Instant now = parts.clock().instant();
        gone.forEach(shard -> shard.giveUp(now));
        shards.forget(gone);
        count();
    }

    private void count() {
        counts = shards.counts(joined);
    }

    private void activated(OwnedShard shard, Shard restored) {
        shards.activate(shard, restored, consumer.position(shard.partition));
        consumer.setPaused(shard.partition, false);
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            joined = true;
            consumer.pause(assigned);
            assigned.forEach(partition -> shards.restore(partition.partition(), ShardSession.this::activated));
            count();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            drain(shards.of(revoked));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            joined = false;
            lose(shards.of(lost));
        }
    }
}
