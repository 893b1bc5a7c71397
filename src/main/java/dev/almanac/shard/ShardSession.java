package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One membership in the group of shard owners, with one set of clients. Each turn: poll; let every shard decide; one
/// transaction with all they want written; only then start their calls.
///
/// Everything but [#wakeUp] and [#counts] happens on the loop's thread.
final class ShardSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardSession.class);
    private static final Duration DRAIN_POLL = Duration.ofMillis(5);
    private static final int MAX_ABORTS_IN_A_ROW = 10;

    private final ShardLoop.Parts parts;
    private final ShardSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final TurnWriter writer;
    private final Restore restore;
    private final Calls calls;
    private final Map<Integer, OwnedShard> shards = new HashMap<>();
    private final Queue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile Counts counts = Counts.NONE;
    private volatile String trouble;
    private int abortsInARow;
    private boolean restless = true;
    private boolean joined;

    /// What a session holds.
    ///
    /// @param joined whether the group has given it its share, which may be none
    record Counts(boolean joined, int owned, int active, int waiting, int inDoubt) {
        static final Counts NONE = new Counts(false, 0, 0, 0, 0);
    }

    ShardSession(ShardLoop.Parts parts) {
        this.parts = parts;
        this.settings = parts.rules().shard();
        this.restore = new Restore(parts.clients(), parts.topics());
        this.calls = new Calls(parts.api(), parts.tokens(), parts.clock(), settings.sendWithin());
        Producer<byte[], byte[]> first = parts.clients().producers().apply(0);
        Producer<byte[], byte[]> second = parts.clients().producers().apply(1);
        this.writer = new TurnWriter(parts.topics().commands(), parts.encoder(), List.of(first, second));
        this.consumer = parts.clients().member().get();
        try {
            first.initTransactions();
            second.initTransactions();
            consumer.subscribe(List.of(parts.topics().commands()), new Ownership());
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    Counts counts() {
        return counts;
    }

    /// Why it cannot work at present, or null.
    String trouble() {
        return trouble;
    }

    void turn() {
        ConsumerRecords<byte[], byte[]> polled = poll();
        for (TopicPartition partition : polled.partitions()) {
            OwnedShard shard = shards.get(partition.partition());
            if (shard != null) {
                shard.received(polled.records(partition));
                parts.metrics().received(polled.records(partition).size());
            }
        }
        hearNews();
        turn(active());
        if (restless) {
            count();
        }
    }

    /// Leaves the group after what is under way had its time.
    void leave() {
        drain(List.copyOf(shards.values()));
    }

    /// Ends a wait for records. From any thread.
    void wakeUp() {
        if (waiting.compareAndSet(true, false)) {
            consumer.wakeup();
        }
    }

    @Override
    public void close() {
        shards.values().forEach(OwnedShard::giveUp);
        writer.close();
        try {
            consumer.close();
        } catch (KafkaException failure) {
            LOG.debug("The consumer could not be closed cleanly", failure);
        }
    }

    /// What was decided may have made more things possible, so the next turn after a busy one does not wait.
    private ConsumerRecords<byte[], byte[]> poll() {
        waiting.set(true);
        try {
            boolean idle = !restless && news.isEmpty();
            return consumer.poll(idle ? settings.tick() : Duration.ZERO);
        } catch (WakeupException news) {
            return ConsumerRecords.empty();
        } finally {
            waiting.set(false);
        }
    }

    private void hearNews() {
        restless = false;
        for (Runnable event = news.poll(); event != null; event = news.poll()) {
            event.run();
            restless = true;
        }
        LocationTable.Snapshot locations = parts.locations().snapshot();
        for (OwnedShard shard : active()) {
            if (shard.locationsVersion() != locations.version()) {
                shard.locations(locations.version(), parts.locations().ofShard(locations, shard.partition));
            }
            throttle(shard);
        }
    }

    private List<OwnedShard> active() {
        return shards.values().stream().filter(OwnedShard::isActive).toList();
    }

    /// Decides, commits and calls for these shards.
    private void turn(List<OwnedShard> turning) {
        Instant now = parts.clock().instant();
        turning.forEach(shard -> shard.decide(now));
        List<OwnedShard> toCommit = turning.stream().filter(OwnedShard::hasToCommit).toList();
        if (!toCommit.isEmpty()) {
            restless = true;
            if (!commit(toCommit)) {
                return; // the same outboxes go out with the next turn
            }
        }
        for (OwnedShard shard : turning) {
            for (Call call : shard.committed()) {
                calls.start(call, shard::isOwned, finished -> tell(() -> finished(shard, finished)));
                restless = true;
            }
        }
    }

    private boolean commit(List<OwnedShard> toCommit) {
        Instant begun = parts.clock().instant();
        TurnWriter.End end = writer.commit(toCommit, consumer.groupMetadata());
        switch (end) {
            case COMMITTED -> {
                abortsInARow = 0;
                toCommit.forEach(shard -> shard.unwritten().forEach(parts.metrics()::written));
                parts.metrics().committed(Duration.between(begun, parts.clock().instant()));
            }
            case ABORTED -> {
                if (++abortsInARow > MAX_ABORTS_IN_A_ROW) {
                    throw new KafkaException("a turn was aborted " + abortsInARow + " times in a row");
                }
            }
        }
        return end == TurnWriter.End.COMMITTED;
    }

    private void finished(OwnedShard shard, Input.CallFinished finished) {
        parts.metrics().finished(finished, parts.clock().instant());
        shard.finished(finished);
    }

    private void tell(Runnable event) {
        news.add(event);
        wakeUp();
    }

    /// Gives calls in flight their time, commits what they brought, and forgets the shards.
    private void drain(Collection<OwnedShard> leaving) {
        leaving.forEach(OwnedShard::giveUp);
        Instant end = parts.clock().instant().plus(settings.drain());
        while (leaving.stream().anyMatch(shard -> shard.inFlight() > 0) && parts.clock().instant().isBefore(end)) {
            Runnable event = news.poll();
            if (event != null) {
                event.run();
            } else {
                sleep(DRAIN_POLL);
            }
        }
        turn(leaving.stream().filter(OwnedShard::isActive).toList());
        leaving.forEach(shard -> shards.remove(shard.partition));
        count();
    }

    /// Back-pressure: a shard that has enough to do is not given more.
    private void throttle(OwnedShard shard) {
        TopicPartition partition = partition(shard.partition);
        boolean paused = consumer.paused().contains(partition);
        boolean full = shard.isFull(settings);
        if (full && !paused) {
            consumer.pause(List.of(partition));
        } else if (!full && paused) {
            consumer.resume(List.of(partition));
        }
    }

    private void count() {
        List<OwnedShard> active = active();
        counts = new Counts(
                joined,
                shards.size(),
                active.size(),
                active.stream().mapToInt(OwnedShard::waiting).sum(),
                active.stream().mapToInt(OwnedShard::inDoubt).sum());
    }

    private TopicPartition partition(int shard) {
        return new TopicPartition(parts.topics().commands(), shard);
    }

    /// Runs beside the loop, which keeps polling meanwhile; tries until it works or the shard is gone.
    private void restore(OwnedShard shard) {
        Thread.ofVirtual().name("restore-" + shard.partition).start(() -> {
            while (shard.isOwned()) {
                try {
                    awaitLocations(shard);
                    Restored restored = restore.shard(shard.partition, () -> !shard.isOwned());
                    tell(() -> activate(shard, restored));
                    return;
                } catch (InterruptedException stopped) {
                    return;
                } catch (Exception failure) {
                    Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
                    trouble = "shard " + shard.partition + " cannot be restored: " + cause.getMessage();
                    LOG.warn("{}; trying again in {}", trouble, settings.backoff());
                    sleep(settings.backoff());
                }
            }
        });
    }

    private void awaitLocations(OwnedShard shard) throws InterruptedException {
        while (!parts.locations().isCaughtUp() && shard.isOwned()) {
            Thread.sleep(settings.tick());
        }
    }

    private static void sleep(Duration duration) {
        LockSupport.parkNanos(duration.toNanos());
    }

    private void activate(OwnedShard shard, Restored restored) {
        if (shards.get(shard.partition) != shard || !shard.isOwned()) {
            return;
        }
        trouble = null;
        Instant now = parts.clock().instant();
        Intake intake = new Intake(
                parts.decoder(), parts.unknownSchemaGrace(), settings.maxHeld(), parts.topics().shards(),
                position(shard.partition));
        shard.activate(new Shard(parts.rules(), restored, now), intake);
        LOG.info(
                "Shard {} is active: {} commands, {} appointments, {} blocked times restored",
                shard.partition, restored.journal().size(), restored.appointments().size(),
                restored.blockedTimes().size());
        consumer.resume(List.of(partition(shard.partition)));
    }

    /// Where the next command of a shard will be read. A call that was to wake the poll may end this one instead.
    private long position(int shard) {
        try {
            return consumer.position(partition(shard));
        } catch (WakeupException meantForThePoll) {
            return consumer.position(partition(shard));
        }
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            joined = true;
            consumer.pause(assigned);
            for (TopicPartition partition : assigned) {
                OwnedShard shard = new OwnedShard(partition.partition());
                shards.put(shard.partition, shard);
                restore(shard);
            }
            count();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            drain(revoked.stream().map(partition -> shards.get(partition.partition())).filter(shard -> shard != null).toList());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            joined = false;
            for (TopicPartition partition : lost) {
                OwnedShard shard = shards.remove(partition.partition());
                if (shard != null) {
                    shard.giveUp();
                }
            }
            count();
        }
    }
}
