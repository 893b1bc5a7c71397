package dev.almanac.shard;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.dev.Waiting;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import dev.almanac.location.Polling;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class LocationTableTest {
    private static final String TOPIC = "locations";

    private final List<ConsumerRecord<byte[], byte[]>> log = new CopyOnWriteArrayList<>();
    private final Topic<String, Location> topic = new Topic<>(
            TOPIC, Serdes.String(), Serdes.serdeFrom((_, _) -> new byte[0], (_, bytes) -> location(text(bytes))), Map.of());

    @Test
    void aRecordThatCannotBeDecodedIsNamedAndTheLocationsStayAsTheyWere() {
        write("a", "a");
        try (LocationTable table = new LocationTable(this::reader, topic, 1, Duration.ofMillis(20))) {
            Waiting.until("the first", PATIENCE, table::isCaughtUp);
            assertThat(table.trouble()).isNull();

            write("b", "bad");
            write("c", "c");
            Waiting.until("the trouble", PATIENCE, () -> table.trouble() != null);
            assertThat(table.trouble())
                    .contains("offset 1 of partition 0 of locations", SerializationException.class.getName())
                    .doesNotContain("secret");
            assertThat(table.snapshot().locations()).containsOnlyKeys("a");
            assertThat(table.isCaughtUp()).isTrue();

            // Compaction takes it away once its location was published again.
            log.remove(1);
            write("b", "b");
            Waiting.until("an end of the trouble", PATIENCE, () -> table.trouble() == null);
            assertThat(table.snapshot().locations()).containsOnlyKeys("a", "b", "c");
        }
    }

    private void write(String key, String value) {
        long offset = log.isEmpty() ? 0 : log.getLast().offset() + 1;
        log.add(new ConsumerRecord<>(TOPIC, 0, offset, key.getBytes(), value.getBytes()));
    }

    /// Reads the log, and what is added to it later.
    private Consumer<byte[], byte[]> reader() {
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        MockConsumer<byte[], byte[]> reader = new MockConsumer<>("earliest");
        long end = log.isEmpty() ? 0 : log.getLast().offset() + 1;
        reader.updateBeginningOffsets(Map.of(partition, 0L));
        reader.updateEndOffsets(Map.of(partition, end));
        feed(reader, -1);
        return reader;
    }

    private void feed(MockConsumer<byte[], byte[]> reader, long last) {
        reader.schedulePollTask(() -> {
            long read = last;
            for (ConsumerRecord<byte[], byte[]> record : log) {
                if (record.offset() > last) {
                    reader.addRecord(record);
                    read = record.offset();
                }
            }
            feed(reader, read);
        });
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Location location(String id) {
        if (id.equals("bad")) {
            throw new SerializationException("secret");
        }
        return new Location(
                id, ZoneOffset.UTC, "token", Map.of(), Map.of(), Map.of(), List.of(), null, Polling.NAMED_ONLY, Duration.ZERO);
    }
}
