package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.Waiting;
import dev.almanac.kafka.Placement;
import dev.almanac.promise.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Shards move between owners while commands flow: from one process to another and back, or between the loops of one. Nobody is
/// killed, so nothing may even be in doubt.
@ExtendWith({TestKafka.class, TestRegistry.class})
class OwnershipIT {
    /// What the budget of three locations can take: a create and an update are six calls.
    private static final Duration PACE = Duration.ofMillis(250);

    private static final List<String> ONE_FOR_EACH_SHARD = IntStream.range(0, AlmanacUnderTest.SHARDS)
            .mapToObj(shard -> IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> "loc-owned-" + i)
                    .filter(id -> Placement.partitionOf(id, AlmanacUnderTest.SHARDS) == shard)
                    .findFirst()
                    .orElseThrow())
            .toList();

    private final SoloLocations locations = new SoloLocations(ONE_FOR_EACH_SHARD);
    private int created;

    @Test
    void shardsMoveBetweenProcessesAndNothingIsDoneTwiceOrLeftOut(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest one = new AlmanacUnderTest(broker, registry, simulator, folder);
                AlmanacUnderTest two = one.peer("two", folder.resolve("two"));
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), one.topics().commands().name());
                Witness witness = new Witness(broker, one.start().topics(), sender, simulator);
                Admin admin = broker.admin()) {
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(() -> traffic(witness), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                two.start();
                Waiting.until("both own shards", PATIENCE, () -> owners(admin, one.groupId()) == 2);
                awaitMore(witness);
                one.stop();
                Waiting.until("one owns all", PATIENCE, () -> owners(admin, one.groupId()) == 1);
                awaitMore(witness);
                traffic.shutdown();
            }
            witness.assertAllKept(PATIENCE);
            assertThat(witness.results()).allSatisfy(result ->
                    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED));
        }
    }

    @Test
    void theLoopsOfAProcessShareItsShards(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest one = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.shard.loops", "2");
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), one.topics().commands().name());
                Witness witness = new Witness(broker, one.start().topics(), sender, simulator);
                Admin admin = broker.admin()) {
            Waiting.until("both loops own shards", PATIENCE, () -> owners(admin, one.groupId()) == 2);
            for (int i = 0; i < 2 * ONE_FOR_EACH_SHARD.size(); i++) {
                traffic(witness);
            }
            one.stop();
            one.start();
            witness.assertAllKept(PATIENCE);
            assertThat(witness.results()).allSatisfy(result ->
                    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED));
        }
    }

    /// A create for each location, and an update that follows at once.
    private void traffic(Witness witness) {
        String location = locations.inTurn(created);
        String id = "cmd-" + created++;
        witness.send(locations.create(id, location, body -> {}));
        witness.send(CommandSender.update(id + "-title", location, body ->
                body.setCreateCommandId(id).setTitle("Renamed by " + id)));
    }

    private static void awaitMore(Witness witness) {
        int enough = witness.results().size() + 6;
        Waiting.until("more results", PATIENCE, () -> witness.results().size() >= enough);
    }

    private static long owners(Admin admin, String groupId) {
        try {
            Collection<MemberDescription> members =
                    admin.describeConsumerGroups(List.of(groupId)).all().get().get(groupId).members();
            return members.stream().filter(member -> !member.assignment().topicPartitions().isEmpty()).count();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
