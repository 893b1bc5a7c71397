package dev.almanac.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    @Test
    void itIsWhatJavasDefaultPartitionerDoes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            String id = Long.toString(random.nextLong(), 36) + (i % 7 == 0 ? "ü" : "");
            int shards = 1 + random.nextInt(64);
            assertThat(Placement.partitionOf(id, shards))
                    .isEqualTo(BuiltInPartitioner.partitionForKey(id.getBytes(StandardCharsets.UTF_8), shards));
        }
    }

    /// Fixed for ever: another answer would part locations from their records.
    @ParameterizedTest
    @CsvSource({"ve9EPM428h8vShlRW1KT,12,2", "loc-1,12,10", "loc-2,12,8", "'',12,9", "ü,7,0"})
    void itNeverChanges(String locationId, int shards, int partition) {
        assertThat(Placement.partitionOf(locationId, shards)).isEqualTo(partition);
    }
}
