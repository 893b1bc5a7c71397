package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.almanac.promise.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Somebody adds partitions to the commands while Almanac runs.
@ExtendWith({TestKafka.class, TestRegistry.class})
class PartitionCountIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
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
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            String topic = almanac.topics().commands().name();
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(ONE_MORE))).all().get();

            HealthSignals health = almanac.bean(HealthSignals.class);
            Waiting.until("readiness to tell", PATIENCE, () -> !shards(health).up());
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

    private long inOldPartitions() {
        return locations.ids().stream()
                .filter(id -> Placement.partitionOf(id, ONE_MORE) < AlmanacUnderTest.SHARDS)
                .count();
    }

    private static Health shards(HealthSignals health) {
        return health.readiness().get("shards");
    }
}
