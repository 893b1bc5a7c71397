package dev.almanac.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the stores are read back from their changelogs. A start without local state can take minutes, in which nobody
/// should have to guess whether anything happens.
final class RestoreProgress implements StateRestoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreProgress.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final InstantSource clock;
    // Records that are still to be read, of the stores being restored; offsets, of which transactions take a few.
    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private Instant began;
    private Instant told;
    private long restored;

    RestoreProgress(InstantSource clock) {
        this.clock = clock;
    }

    /// How many records are left to be read, about; 0 where nothing is being restored.
    long recordsLeft() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized void onRestoreStart(TopicPartition place, String store, long from, long to) {
        if (left.isEmpty()) {
            began = clock.instant();
            told = began;
            restored = 0;
        }
        left.put(place, Math.max(0, to - from));
    }

    @Override
    public synchronized void onBatchRestored(TopicPartition place, String store, long offset, long records) {
        left.computeIfPresent(place, (_, before) -> Math.max(0, before - records));
        restored += records;
        Instant now = clock.instant();
        if (Duration.between(told, now).compareTo(TELL_EVERY) >= 0) {
            told = now;
            LOG.info("Restoring the aggregates: {} records read, about {} left", restored, recordsLeft());
        }
    }

    @Override
    public synchronized void onRestoreEnd(TopicPartition place, String store, long records) {
        end(place);
    }

    /// The task has gone to another thread or process.
    @Override
    public synchronized void onRestoreSuspended(TopicPartition place, String store, long records) {
        end(place);
    }

    private void end(TopicPartition place) {
        if (left.remove(place) != null && left.isEmpty() && restored > 0) {
            LOG.info("The aggregates are restored: {} records in {} ms",
                    restored, Duration.between(began, clock.instant()).toMillis());
        }
    }
}
