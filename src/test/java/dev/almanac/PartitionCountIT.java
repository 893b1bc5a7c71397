package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.Waiting;
import dev.almanac.http.HealthSignals;
import dev.almanac.http.HealthSignals.Health;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.promise.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The topics are not as they were made: somebody adds partitions to the commands while Almanac runs, or a record lies where
/// another number of partitions has put it.
@ExtendWith({TestKafka.class, TestRegistry.class})
class PartitionCountIT {
    private static final int ONE_MORE = AlmanacUnderTest.SHARDS + 1;

    private final SoloLocations locations = new SoloLocations(List.of("loc-one", "loc-two", "loc-three", "loc-four"));

    @Test
    void anAddedPartitionIsToldByReadinessAndTheOthersGoOn(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) throws Exception {
        Path quick = Files.writeString(folder.resolve("kafka.properties"), "metadata.max.age.ms=500\n");
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.kafka.properties-file", quick.toString())
                        .start();
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
                Witness witness = new Witness(broker, almanac.topics(), sender, simulator);
                Admin admin = broker.admin()) {
            String topic = almanac.topics().commands().name();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(ONE_MORE))).all().get();

            HealthSignals health = almanac.bean(HealthSignals.class);
            // It is not ready from the moment on when it owns the partition; why is told a moment later.
            Waiting.until("readiness to tell", PATIENCE, () -> shards(health).detail().contains("has a partition"));
            assertThat(shards(health).up()).isFalse();
            assertThat(shards(health).detail())
                    .contains("topic " + topic + " has a partition " + AlmanacUnderTest.SHARDS)
                    .contains("almanac.kafka.shards is " + AlmanacUnderTest.SHARDS)
                    .contains("recreate the topic");
            assertThat(health.liveness().get("shards").up()).isTrue();
            for (String location : locations.ids()) {
                witness.send(locations.create("after-" + location, location, body -> {}));
            }
            // What the new number of partitions sends to the new one waits; everything else is executed where it belongs.
            Waiting.until("results", PATIENCE, () -> witness.results().size() == inOldPartitions());
            assertThat(inOldPartitions()).isGreaterThan(0);
        }
    }

    @Test
    void anAddedPartitionOfAnyOtherTopicIsToldToo(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) throws Exception {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder).start();
                Admin admin = broker.admin()) {
            String topic = almanac.topics().journal().name();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(ONE_MORE))).all().get();

            HealthSignals health = almanac.bean(HealthSignals.class);
            Waiting.until("readiness to tell", PATIENCE, () -> !health.readiness().get("kafka").up());
            assertThat(health.readiness().get("kafka").detail())
                    .contains("topic " + topic + " has " + ONE_MORE + " partitions");
            assertThat(health.liveness().get("shards").up()).isTrue();
        }
    }

    @Test
    void aRecordInAWrongPartitionIsToldByReadinessAndTheOtherShardsGoOn(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder).start();
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
                Witness witness = new Witness(broker, almanac.topics(), sender, simulator)) {
            String stray = locations.ids().getFirst();
            int home = Placement.partitionOf(stray, AlmanacUnderTest.SHARDS);
            int wrong = (home + 1) % AlmanacUnderTest.SHARDS;
            almanac.stop();
            String topic = almanac.topics().appointments().name();
            put(broker, almanac.topics().appointments(), wrong, row(stray));

            HealthSignals health = almanac.begin().bean(HealthSignals.class);
            Waiting.until("readiness to tell", PATIENCE, () -> shards(health).detail().contains("cannot be restored"));
            assertThat(shards(health).up()).isFalse();
            assertThat(shards(health).detail())
                    .contains("topic " + topic + ", partition " + wrong + " holds a record of location " + stray)
                    .contains("belongs to partition " + home)
                    .contains("set almanac.kafka.shards back");
            assertThat(health.liveness().get("shards").up()).isTrue();
            witness.send(locations.create("elsewhere", stray, body -> {}));
            witness.awaitResults(PATIENCE);
        }
    }

    private static AppointmentRow row(String location) {
        return new AppointmentRow(
                AnAppointment.of("stray").locationId(location).build(), 1, Instant.EPOCH, null, Instant.EPOCH, Instant.EPOCH,
                false, false);
    }

    private static void put(
            TestKafka.Broker broker, Topic<String, AppointmentRow> topic, int partition, AppointmentRow row) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    topic.name(), partition, row.id().getBytes(), topic.valueSerde().serializer().serialize(topic.name(), row)));
        }
    }

    private long inOldPartitions() {
        return locations.ids().stream()
                .filter(id -> Placement.partitionOf(id, ONE_MORE) < AlmanacUnderTest.SHARDS)
                .count();
    }

    private static Health shards(HealthSignals health) {
        return health.readiness().get("shards");
    }
}
