package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows all partitions of some topics on a thread of its own and hands each record on, in order. Survives outages by asking
/// again where it stopped. A record that cannot be taken in is not passed over: it stays behind, and [#state] tells why.
public final class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    // How long a close may go unnoticed while nothing arrives.
    private static final Duration POLL = Duration.ofMillis(200);
    // Enough for a poll and the consumer's goodbye; there is nothing to save.
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Map<String, Source> sources;
    private final Duration retry;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean caughtUp;
    private volatile Throwable failure;

    /// A topic to follow.
    ///
    /// @param from   records with an earlier timestamp are not wanted; null: all that the topic holds
    /// @param take   called by the follower's thread alone
    /// @param forget called where the topic has to be read again from its start
    public record Source(
            String topic,
            Instant from,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> take,
            Runnable forget) {
        public Source {
            requireNonNull(topic, "topic");
            requireNonNull(take, "take");
            requireNonNull(forget, "forget");
        }
    }

    /// How it is.
    ///
    /// @param caughtUp whether it has read, since it last connected, all that was there when it did
    /// @param failure  why it waits to connect again; none while it reads
    public record State(boolean caughtUp, Optional<Throwable> failure) {}

    /// @param consumers makes a consumer without a group that reads what is committed
    /// @param retry     how long to wait after a failure
    public Follower(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<Source> sources,
            Duration retry) {
        this.name = name;
        this.consumers = consumers;
        this.sources = sources.stream().collect(Collectors.toMap(Source::topic, source -> source));
        this.retry = retry;
        this.thread = Thread.ofPlatform()
                .name(name)
                .uncaughtExceptionHandler((_, error) -> stopped(error))
                .unstarted(this::run);
    }

    public Follower start() {
        thread.start();
        return this;
    }

    public State state() {
        return new State(caughtUp, Optional.ofNullable(failure));
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (thread.isAlive() && !thread.join(CLOSE_WAIT)) {
                LOG.warn("The reader of {} did not stop within {}", name, CLOSE_WAIT);
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
                LOG.warn("{}: the topics no longer hold what was read last, reading them anew: {}", name, e.toString());
                positions.clear();
                sources.values().forEach(source -> source.forget().run());
                failed(e);
            } catch (RuntimeException e) {
                LOG.warn("{} cannot be read, next try in {}: {}", name, retry, e.toString());
                failed(e);
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts = starts(consumer, partitions, ends);
        partitions.forEach(place -> consumer.seek(place, positions.computeIfAbsent(place, starts::get)));
        while (!isClosing()) {
            consumer.poll(POLL).forEach(this::take);
            partitions.forEach(place -> positions.put(place, consumer.position(place)));
            failure = null;
            caughtUp = caughtUp || partitions.stream().allMatch(place -> positions.get(place) >= ends.get(place));
        }
    }

    private Map<TopicPartition, Long> starts(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        Map<TopicPartition, Long> times = partitions.stream()
                .filter(place -> sources.get(place.topic()).from() != null)
                .collect(Collectors.toMap(place -> place, place -> sources.get(place.topic()).from().toEpochMilli()));
        if (!times.isEmpty()) {
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            times.keySet().forEach(place -> starts.put(
                    place, found.get(place) == null ? ends.get(place) : Long.valueOf(found.get(place).offset())));
        }
        return starts;
    }

    private List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return sources.keySet().stream()
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
        sources.get(record.topic()).take().accept(record);
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    /// By an error that no retry mends, such as no memory left.
    private void stopped(Throwable error) {
        LOG.error("The reader of {} stopped", name, error);
        failure = error;
        caughtUp = false;
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
