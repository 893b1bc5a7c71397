package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.almanac.command.CommandResult;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.ForeignClient;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.kafka.Placement;
import dev.almanac.promise.Witness;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands published by programs in other languages, whose partitioners know nothing of where a location belongs.
@ExtendWith({TestKafka.class, TestRegistry.class})
class ForeignClientsIT {
    private static final int EACH = 3;

    private static final SoloLocations LOCATIONS =
            new SoloLocations(List.of("loc-red", "loc-green", "loc-blue", "loc-white"));

    private static TestKafka.Broker kafka;
    private static CalendarSimulator simulator;
    private static AlmanacUnderTest almanac;
    private static CommandSender sender;
    private static Witness witness;
    private static TopicFollower<CommandResult> results;

    @BeforeAll
    static void start(TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        kafka = broker;
        simulator = LOCATIONS.simulator(new FaultPlan());
        almanac = new AlmanacUnderTest(broker, registry, simulator, folder).start();
        sender = new CommandSender(
                broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
        witness = new Witness(broker, almanac.topics(), sender, simulator);
        results = new TopicFollower<>(broker.bootstrapServers(), almanac.topics().results());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : List.of(results, witness, sender, almanac, simulator)) {
            part.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"KAFKAJS, true", "KAFKAJS, false", "KCAT, true", "KCAT, false"})
    void whateverPartitionerPutThemSomewhereTheyAreExecutedOnceInTheirShard(
            ForeignClient client, boolean keyed, @TempDir Path folder) throws Exception {
        assumeThat(client.isInstalled()).as(client + " is not installed, so this is not tested here").isTrue();
        List<String> ids = new ArrayList<>();
        for (String location : LOCATIONS.ids()) {
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                AppointmentCommand command =
                        LOCATIONS.create(client + "-" + keyed + "-" + location + "-" + i, location, body -> {});
                files.add(Files.write(folder.resolve(command.getCommandId()), sender.bytes(command)));
                witness.expect(command);
                ids.add(command.getCommandId());
            }
            client.publish(kafka.bootstrapServers(), almanac.topics().commands().name(), keyed ? location : "", files);
        }

        witness.assertAllKept(PATIENCE);
        assertThat(results.entries())
                .filteredOn(entry -> ids.contains(entry.key()))
                .hasSize(ids.size())
                .allSatisfy(entry -> {
                    assertThat(entry.value().outcome()).isEqualTo(CommandResult.Outcome.SUCCEEDED);
                    assertThat(entry.raw().partition()).isEqualTo(
                            Placement.partitionOf(entry.value().id().locationId(), AlmanacUnderTest.SHARDS));
                });
    }
}
