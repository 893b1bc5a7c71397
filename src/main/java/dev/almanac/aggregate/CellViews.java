package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the aggregates say now, for queries: every process follows all partitions of both output topics into memory. It
/// survives outages by asking again where it stopped; until then the cells are as old as the last record read. A record
/// that cannot be read is not passed over: the view stays behind, and [#state] tells why.
public final class CellViews implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CellViews.class);
    // How long a close may go unnoticed while nothing arrives.
    private static final Duration POLL = Duration.ofMillis(200);
    // Enough for a poll and the consumer's goodbye; there is nothing to save.
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Topic<String, NoShows> noShowTopic;
    private final Topic<String, Utilization> utilizationTopic;
    private final Duration retry;
    private final CellView<NoShows> noShows = new CellView<>();
    private final CellView<Utilization> utilization = new CellView<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform()
            .name("cell-views")
            .uncaughtExceptionHandler((_, error) -> stopped(error))
            .unstarted(this::run);
    private volatile boolean caughtUp;
    private volatile Throwable failure;

    /// How it is.
    ///
    /// @param caughtUp whether it has read, since it last connected, all that was there when it did
    /// @param failure  why it waits to connect again; none while it reads
    public record State(boolean caughtUp, Optional<Throwable> failure) {}

    /// @param consumers makes a consumer without a group, `read_committed`, that fails where it has no offset
    ///                  (`auto.offset.reset=none`) rather than jumping
    /// @param retry     how long to wait after a failure
    public CellViews(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topic<String, NoShows> noShowTopic,
            Topic<String, Utilization> utilizationTopic,
            Duration retry) {
        this.consumers = consumers;
        this.noShowTopic = noShowTopic;
        this.utilizationTopic = utilizationTopic;
        this.retry = retry;
    }

    public void start() {
        thread.start();
    }

    public State state() {
        return new State(caughtUp, Optional.ofNullable(failure));
    }

    /// The no-show cells of one scope from one local day to another, both included, in the order of days; days without
    /// a cell are left out.
    public List<NoShows> noShows(String locationId, Scope scope, String scopeId, LocalDate from, LocalDate to) {
        return noShows.between(locationId, scope, scopeId, from, to);
    }

    /// The utilization cells of one scope, as [#noShows].
    public List<Utilization> utilization(
            String locationId, Scope scope, String scopeId, LocalDate from, LocalDate to) {
        return utilization.between(locationId, scope, scopeId, from, to);
    }

    /// The calendars, users or contacts of a location that have cells, in order.
    public NavigableSet<String> scopeIds(String locationId, Scope scope) {
        NavigableSet<String> ids = new TreeSet<>(noShows.scopeIds(locationId, scope));
        ids.addAll(utilization.scopeIds(locationId, scope));
        return ids;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_WAIT)) {
                LOG.warn("The reader of the aggregates did not stop within {}", CLOSE_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (InvalidOffsetException e) {
                LOG.warn("The topics no longer hold what was read last, reading them from their start: {}", e.toString());
                startOver(e);
            } catch (RuntimeException e) {
                LOG.warn("The aggregates cannot be read, next try in {}: {}", retry, e.toString());
                failed(e);
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        partitions.forEach(place -> consumer.seek(place, positions.computeIfAbsent(place, beginnings::get)));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!isClosing()) {
            consumer.poll(POLL).forEach(this::take);
            partitions.forEach(place -> positions.put(place, consumer.position(place)));
            failure = null;
            caughtUp = caughtUp || partitions.stream().allMatch(place -> positions.get(place) >= ends.get(place));
        }
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return List.of(noShowTopic.name(), utilizationTopic.name()).stream()
                .flatMap(topic -> {
                    List<TopicPartition> found = consumer.partitionsFor(topic).stream()
                            .map(partition -> new TopicPartition(topic, partition.partition()))
                            .toList();
                    if (found.isEmpty()) {
                        throw new IllegalStateException("the topic " + topic + " is not there");
                    }
                    return found.stream();
                })
                .toList();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(noShowTopic.name())) {
            put(noShows, noShowTopic, record);
        } else {
            put(utilization, utilizationTopic, record);
        }
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    private static <C extends Cell> void put(
            CellView<C> view, Topic<String, C> topic, ConsumerRecord<byte[], byte[]> record) {
        String key = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
        byte[] bytes = record.value();
        view.put(key, bytes == null ? null : topic.valueSerde().deserializer().deserialize(topic.name(), bytes));
    }

    /// By an error that no retry mends, such as no memory left.
    private void stopped(Throwable error) {
        LOG.error("The reader of the aggregates stopped", error);
        failure = error;
        caughtUp = false;
    }

    private void startOver(RuntimeException cause) {
        positions.clear();
        noShows.clear();
        utilization.clear();
        failed(cause);
    }

    private void failed(RuntimeException cause) {
        failure = cause;
        caughtUp = false;
        try {
            closing.await(retry.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0 || Thread.currentThread().isInterrupted();
    }
}
