package dev.almanac.shard;

import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All locations as the topic `locations` tells them, followed on a thread of its own. Every process reads all of them.
/// Survives outages by starting over; until then the last known ones stay.
public final class LocationTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocationTable.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<Consumer<byte[], byte[]>> reader;
    private final Topic<String, Location> topic;
    private final int shards;
    private final Duration backoff;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile Snapshot snapshot = new Snapshot(0, Map.of());
    private volatile String trouble;
    private volatile boolean closed;

    /// The locations at one moment.
    ///
    /// @param version grows with each change
    public record Snapshot(long version, Map<String, Location> locations) {
        public Snapshot {
            locations = Map.copyOf(locations);
        }
    }

    public LocationTable(
            Supplier<Consumer<byte[], byte[]>> reader, Topic<String, Location> topic, int shards, Duration backoff) {
        this.reader = reader;
        this.topic = topic;
        this.shards = shards;
        this.backoff = backoff;
        this.thread = Thread.ofVirtual().name("locations").start(this::run);
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /// Why they cannot be read at present, or null; from any thread. Without people's data.
    public String trouble() {
        return trouble;
    }

    /// Whether the topic has once been read to its end: before, an unknown location may only be an unread one.
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /// The locations of one shard.
    Map<String, Location> ofShard(Snapshot all, int partition) {
        return all.locations().entrySet().stream()
                .filter(entry -> Placement.partitionOf(entry.getKey(), shards) == partition)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void run() {
        while (!closed) {
            try (Consumer<byte[], byte[]> consumer = reader.get()) {
                follow(consumer);
            } catch (RuntimeException | Error failure) { // nobody else would try again
                if (!closed) {
                    report("locations cannot be read: "
                            + (failure instanceof Undecodable it ? it.getMessage() : failure.toString()), failure);
                    pause();
                }
            }
        }
    }

    /// Once: an undecodable record is met again with every attempt, until another with its key has taken its place.
    private void report(String reason, Throwable failure) {
        if (!reason.equals(trouble)) {
            LOG.warn("{}; trying again every {}", reason, backoff);
            LOG.debug("Cause", failure);
        }
        trouble = reason;
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = IntStream.range(0, shards)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<String, Location> locations = new HashMap<>();
        boolean whole = false;
        while (!closed) {
            boolean changed = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                apply(record, locations);
                changed = true;
            }
            boolean first = !whole;
            whole = whole || ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            if (whole && (changed || first)) {
                publish(locations);
            }
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record, Map<String, Location> locations) {
        String locationId = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
        if (record.value() == null) {
            locations.remove(locationId);
        } else {
            locations.put(locationId, decoded(record));
        }
    }

    private Location decoded(ConsumerRecord<byte[], byte[]> record) {
        try {
            return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
        } catch (RuntimeException undecodable) {
            throw new Undecodable(record, undecodable);
        }
    }

    /// What the cause says is not repeated: it may quote the record.
    private static final class Undecodable extends IllegalStateException {
        Undecodable(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {
            super(
                    "the record at offset %d of partition %d of %s cannot be decoded (%s), and the locations stay as they were"
                            .formatted(record.offset(), record.partition(), record.topic(), cause.getClass().getName()),
                    cause);
        }
    }

    private void publish(Map<String, Location> locations) {
        if (!locations.equals(snapshot.locations()) || snapshot.version() == 0) {
            snapshot = new Snapshot(snapshot.version() + 1, locations);
        }
        trouble = null;
        caughtUp.countDown();
    }

    private void pause() {
        try {
            Thread.sleep(backoff);
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(backoff.plus(POLL.multipliedBy(5)));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
