package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.Topics;
import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.calendar.AnAppointment;
import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.Waiting;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.TopicSetup;
import dev.almanac.location.Location;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A location with years of appointments changes its hours and its zone, which touches every one of them.
@ExtendWith(TestKafka.class)
class LargeLocationIT {
    private static final int APPOINTMENTS = Integer.getInteger("figures.appointments", 4_000);
    private static final int A_DAY = 50;
    private static final int USERS = 7;
    private static final LocalDate FIRST = LocalDate.of(2020, 1, 1);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("figures.patience", 120));

    private final Map<String, Integer> seen =
            new ConcurrentHashMap<>(Map.of("America/New_York", 0, "Asia/Tokyo", 0, "PT9H", 0));
    private volatile boolean over;
    private final String prefix = "large-" + UUID.randomUUID().toString().substring(0, 8) + "-";

    @Test
    void everyCellFollowsInReasonableTime(TestKafka.Broker broker, @TempDir Path folder) throws Exception {
        KafkaSettings settings = FiguresWorker.kafka(broker.bootstrapServers(), prefix);
        KafkaClients clients = new KafkaClients(settings);
        try (Registry registry = new Registry(RegistrySettings.of("mock://" + prefix)); Admin admin = clients.admin()) {
            Topics topics = Topics.of(prefix, registry);
            new TopicSetup(admin, settings).prepare(topics.all());
            try (AggregateStreams streams = new AggregateStreams(
                            AggregateTopology.build(
                                    topics.appointments(), topics.blockedTime(), topics.locations(), topics.noShows(),
                                    topics.utilization(), FiguresWorker.SHARDS, Duration.ofSeconds(1)),
                            AggregateSettingsTest.with(folder, Duration.ofMillis(100)), prefix + "figures",
                            clients.streams(), InstantSource.system());
                    Producer<byte[], byte[]> producer = clients.producer("rows")) {
                Thread reader = Thread.ofPlatform().daemon().start(() -> read(clients, topics));
                publish(location("America/New_York", "09:00-17:00"), topics, producer);
                for (int i = 0; i < APPOINTMENTS; i++) {
                    publish(i, topics, producer);
                }
                streams.start();
                Waiting.until("the first figures", PATIENCE, () -> seen.get("America/New_York") >= APPOINTMENTS);
                Thread.sleep(1_000);

                Duration hours = timed(
                        () -> publish(location("America/New_York", "09:00-18:00"), topics, producer),
                        () -> seen.get("PT9H") >= days() * USERS);
                Duration zone = timed(
                        () -> publish(location("Asia/Tokyo", "09:00-18:00"), topics, producer),
                        () -> seen.get("Asia/Tokyo") >= APPOINTMENTS);
                System.out.printf("%d appointments of one location: other hours told within %d ms, another zone within %d ms%n",
                        APPOINTMENTS, hours.toMillis(), zone.toMillis());
                assertThat(streams.state().failure()).isEmpty();
                over = true;
                reader.join();
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Duration timed(Step step, BooleanSupplier done) throws Exception {
        long began = System.nanoTime();
        step.run();
        Waiting.until("all cells", PATIENCE, done);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Location location(String zone, String hours) {
        return Rows.location(zone, Rows.daily(hours), Map.of());
    }

    /// Counts the contacts' cells by zone, and the users' by their time.
    private void read(KafkaClients clients, Topics topics) {
        try (Consumer<byte[], byte[]> consumer = clients.reader("cells")) {
            List<TopicPartition> places = Stream.of(topics.noShows(), topics.utilization())
                    .map(topic -> new TopicPartition(topic.name(), Placement.partitionOf("loc", FiguresWorker.SHARDS)))
                    .toList();
            consumer.assign(places);
            consumer.seekToBeginning(places);
            while (!over) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.topic().equals(topics.noShows().name())) {
                        NoShows cell = topics.noShows().valueSerde().deserializer().deserialize(record.topic(), record.value());
                        if (cell.key().scope() == Scope.CONTACT && cell.figures().scheduled() == 1) {
                            seen.merge(cell.timeZone().getId(), 1, Integer::sum);
                        }
                    } else {
                        Utilization cell =
                                topics.utilization().valueSerde().deserializer().deserialize(record.topic(), record.value());
                        if (cell.key().scope() == Scope.USER) {
                            seen.merge(cell.figures().available().toString(), 1, Integer::sum);
                        }
                    }
                });
            }
        }
    }

    private static int days() {
        return (APPOINTMENTS + A_DAY - 1) / A_DAY;
    }

    private void publish(Location location, Topics topics, Producer<byte[], byte[]> producer) {
        send(producer, topics.locations().name(), "loc",
                topics.locations().valueSerde().serializer().serialize(topics.locations().name(), location));
        producer.flush();
    }

    private void publish(int i, Topics topics, Producer<byte[], byte[]> producer) {
        Instant start = FIRST.plusDays(i / A_DAY).atTime(9 + i % 8, 0).atZone(ZONE).toInstant();
        AppointmentRow row = new AppointmentRow(
                AnAppointment.of("a" + i).locationId("loc").calendarId("cal-" + i % 3).assignedUserId("user-" + i % USERS)
                        .contactId("kim-" + i).status("showed").from(start.atOffset(ZoneOffset.UTC)).build(),
                1, start, null, start, start, true, false);
        send(producer, topics.appointments().name(), row.id(),
                topics.appointments().valueSerde().serializer().serialize(topics.appointments().name(), row));
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(
                topic, Placement.partitionOf("loc", FiguresWorker.SHARDS), key.getBytes(), value));
    }
}
