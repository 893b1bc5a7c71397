package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.kafka.Placement;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Three locations of one shard: one with a great many waiting commands, one whose calls hang, and one that wants its commands
/// done as if the others were not there. How long its commands take is measured before the others begin and while they last,
/// in one run, and printed; `-Dfairness.waiting=100000 -Dfairness.rounds=400` is the measurement that is quoted.
@ExtendWith({TestKafka.class, TestRegistry.class})
class FairnessIT {
    private static final int WAITING = Integer.getInteger("fairness.waiting", 3_000);
    private static final int ROUNDS = Integer.getInteger("fairness.rounds", 50);
    private static final int WARM_UP = 50;
    private static final Duration PACE = Duration.ofMillis(400);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration HANGS_FOR = Duration.ofMinutes(30);

    private static final List<String> OF_ONE_SHARD = IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "loc-fair-" + i)
            .filter(id -> Placement.partitionOf(id, AlmanacUnderTest.SHARDS) == 0)
            .limit(3)
            .toList();
    private static final String CROWDED = OF_ONE_SHARD.get(0);
    private static final String HANGING = OF_ONE_SHARD.get(1);
    private static final String OTHER = OF_ONE_SHARD.get(2);

    private final SoloLocations locations = new SoloLocations(OF_ONE_SHARD);
    private final FaultPlan faults = new FaultPlan();
    private CommandSender sender;
    private TopicFollower<CommandResult> results;
    private int sent;

    @Test
    void aLocationDoesNotFeelTheCrowdAtAnotherNorTheHangingCallsOfAThird(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws InterruptedException {
        try (CalendarSimulator simulator = locations.simulator(faults);
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.calendar.call-deadline", "20s");
                JavaProcess process =
                        AlmanacProcess.start(settings.environment(), folder.resolve("almanac.log")).awaitReady();
                CommandSender sending = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name());
                TopicFollower<CommandResult> following =
                        new TopicFollower<>(broker.bootstrapServers(), settings.topics().results())) {
            sender = sending;
            results = following;
            measure(WARM_UP);
            List<Double> alone = measure(ROUNDS);

            faults.always(FaultPlan.at(HANGING), new Fault.Delay(HANGS_FOR, Fault.When.BEFORE_EFFECT));
            crowd();
            List<Double> beside = measure(ROUNDS);

            Map<String, Integer> answered = new HashMap<>();
            results.entries().forEach(entry -> answered.merge(entry.value().id().locationId(), 1, Integer::sum));
            System.out.printf(
                    "%d commands wait at another location, and the calls of a third hang: p50 %.1f → %.1f ms, p99 %.1f → %.1f ms "
                            + "(%+.0f %%), of %d commands each%n",
                    WAITING, at(alone, 50), at(beside, 50), at(alone, 99), at(beside, 99),
                    100 * (at(beside, 99) / at(alone, 99) - 1), ROUNDS);
            assertThat(answered.get(OTHER)).isEqualTo(sent);
            assertThat(answered.getOrDefault(CROWDED, 0)).as("there was a crowd to the end").isBetween(1, WAITING - 1);
            assertThat(answered).doesNotContainKey(HANGING);
            assertThat(process.isAlive()).isTrue();
        }
    }

    /// One command after the other, at a pace that the budget bears; how long each took from its publication to its result.
    private List<Double> measure(int rounds) throws InterruptedException {
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Instant due = Instant.now().plus(PACE);
            AppointmentCommand command = locations.create("fair-" + sent++, OTHER, body -> {});
            long begun = System.nanoTime();
            sender.send(command);
            took.add((resultOf(command) - begun) / 1e6);
            Duration rest = Duration.between(Instant.now(), due);
            if (rest.isPositive()) {
                Thread.sleep(rest);
            }
        }
        return took;
    }

    /// When its result was seen, within half a millisecond.
    private long resultOf(AppointmentCommand command) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int looked = 0;
        while (System.nanoTime() < deadline) {
            List<TopicFollower.Entry<CommandResult>> entries = results.entries();
            for (; looked < entries.size(); looked++) {
                CommandResult result = entries.get(looked).value();
                if (result.id().commandId().equals(command.getCommandId())) {
                    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
                    return System.nanoTime();
                }
            }
            LockSupport.parkNanos(500_000);
        }
        throw new AssertionError("no result of " + command.getCommandId());
    }

    /// All of them are in the journal when this returns.
    private void crowd() {
        IntStream.range(0, WAITING).parallel().forEach(i ->
                sender.send(locations.create("crowd-" + i, CROWDED, body -> {})));
        for (int i = 0; i < 5; i++) {
            sender.send(locations.create("hanging-" + i, HANGING, body -> {}));
        }
        // It lies behind them all in its partition.
        AppointmentCommand last = locations.create("fair-" + sent++, OTHER, body -> {});
        sender.send(last);
        resultOf(last);
    }

    private static double at(List<Double> millis, int percentile) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get(Math.ceilDiv(sorted.size() * percentile, 100) - 1);
    }
}
