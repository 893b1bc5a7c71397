package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.Waiting;
import dev.almanac.http.HealthSignals;
import dev.almanac.kafka.Topic;
import dev.almanac.promise.Witness;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Somebody deletes the topic of commands and makes it anew while commands wait, so that offsets begin at 0 again: what waits
/// keeps its place, and what is published then comes after it.
@ExtendWith({TestKafka.class, TestRegistry.class})
class CommandsAnewIT {
    private static final String LOCATION = "loc-anew";
    private static final int UPDATES = 5;

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));

    @Test
    void whatWaitsKeepsItsPlace(TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder)
            throws Exception {
        FaultPlan faults = new FaultPlan();
        try (CalendarSimulator simulator = locations.simulator(faults);
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.shard.denied-backoff", "1s")
                        .start();
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
                Witness witness = new Witness(broker, almanac.topics(), sender, simulator);
                Admin admin = broker.admin()) {
            witness.send(locations.create("made", LOCATION, body -> {}));
            witness.awaitResults(PATIENCE);
            faults.always(FaultPlan.at(LOCATION), Fault.wrongToken());
            witness.send(locations.create("create", LOCATION, body -> {}));
            for (int i = 0; i < UPDATES; i++) {
                update(witness, "before-" + i, "create");
                update(witness, "made-before-" + i, "made");
            }
            Waiting.until("all of them wait", PATIENCE, () -> waiting(almanac) == 1 + 2 * UPDATES);

            makeAnew(admin, almanac.topics().commands());
            for (int i = 0; i < UPDATES; i++) {
                update(witness, "after-" + i, "create");
                update(witness, "made-after-" + i, "made");
            }
            Waiting.until("those wait, too", PATIENCE, () -> waiting(almanac) == 1 + 4 * UPDATES);
            HealthSignals health = almanac.bean(HealthSignals.class);
            Waiting.until("readiness to tell", PATIENCE, () -> health.readiness().get("kafka").detail().contains("made anew"));
            assertThat(health.liveness().get("shards").up()).isTrue();
            faults.clear();

            witness.assertAllKept(PATIENCE);
            assertThat(witness.results()).hasSize(2 + 4 * UPDATES).allMatch(result -> result.outcome() == Outcome.SUCCEEDED);
            List<String> ended = witness.results().stream().map(result -> result.id().commandId()).toList();
            assertThat(ended).containsSubsequence("create", "before-0", "before-4", "after-0", "after-4");
            assertThat(ended).containsSubsequence("made", "made-before-0", "made-before-4", "made-after-0", "made-after-4");
        }
    }

    private static void update(Witness witness, String id, String create) {
        witness.send(CommandSender.update(id, LOCATION, body -> body.setCreateCommandId(create).setTitle("By " + id)));
    }

    private static int waiting(AlmanacUnderTest almanac) {
        return almanac.bean(AlmanacNode.class).queries().locations().get().stream()
                .mapToInt(status -> status.waiting())
                .sum();
    }

    private static void makeAnew(Admin admin, Topic<?, ?> topic) throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic.name())).all().get();
        NewTopic same = new NewTopic(topic.name(), Optional.of(AlmanacUnderTest.SHARDS), Optional.of((short) 1))
                .configs(topic.settings());
        Waiting.until("the topic is there again", PATIENCE, () -> {
            try {
                admin.createTopics(List.of(same)).all().get();
                return true;
            } catch (ExecutionException stillBeingDeleted) {
                return false;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
    }
}
