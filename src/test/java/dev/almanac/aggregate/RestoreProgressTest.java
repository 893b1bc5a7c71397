package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {
    private static final TopicPartition ENTRIES = new TopicPartition("entries-changelog", 0);
    private static final TopicPartition CELLS = new TopicPartition("no-show-cells-changelog", 0);

    private final RestoreProgress progress = new RestoreProgress(InstantSource.fixed(Instant.EPOCH));

    @Test
    void whatIsLeftIsTheSumOverAllStores() {
        progress.onRestoreStart(ENTRIES, "entries", 100, 1_100);
        progress.onRestoreStart(CELLS, "no-show-cells", 0, 500);
        assertThat(progress.recordsLeft()).isEqualTo(1_500);
        progress.onBatchRestored(ENTRIES, "entries", 600, 500);
        assertThat(progress.recordsLeft()).isEqualTo(1_000);
    }

    @Test
    void markersOfTransactionsAreNoRecords() {
        progress.onRestoreStart(ENTRIES, "entries", 0, 10);
        progress.onBatchRestored(ENTRIES, "entries", 10, 7);
        progress.onRestoreEnd(ENTRIES, "entries", 7);
        assertThat(progress.recordsLeft()).isZero();
    }

    @Test
    void whatGoesToAnotherProcessIsNotLeft() {
        progress.onRestoreStart(ENTRIES, "entries", 0, 10);
        progress.onRestoreSuspended(ENTRIES, "entries", 3);
        progress.onBatchRestored(ENTRIES, "entries", 5, 2);
        assertThat(progress.recordsLeft()).isZero();
    }
}
