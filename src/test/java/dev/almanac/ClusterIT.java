package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacCluster;
import dev.almanac.dev.AlmanacCluster.Disruption;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Three processes share twelve shards, and again and again one of them is killed, frozen for longer than its session lasts,
/// or stopped, in the middle of commands and polls, and sometimes several at a time. The calendar's ledger and the topics tell
/// whether anything was done twice, left out, or done in another order.
@ExtendWith({TestKafka.class, TestRegistry.class})
class ClusterIT {
    private static final int PROCESSES = 3;
    private static final int SHARDS = 12;
    private static final int DISRUPTIONS = Integer.getInteger("cluster.disruptions", 30);
    private static final long SEED = Long.getLong("cluster.seed", 20_261_126L);
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration FROZEN = SESSION.plusSeconds(2);
    private static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final Duration PACE = Duration.ofMillis(400);
    /// Kills must not find a process that is only compiling.
    private static final Map<String, String> SHORT_LIVES = Map.of(
            "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "ALMANAC_KAFKA_SHARDS", Integer.toString(SHARDS),
            "ALMANAC_KAFKA_SESSION_TIMEOUT", SESSION.toMillis() + "ms");

    private static final List<String> ONE_FOR_EACH_SHARD = IntStream.range(0, SHARDS)
            .mapToObj(shard -> IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> "loc-cluster-" + i)
                    .filter(id -> Placement.partitionOf(id, SHARDS) == shard)
                    .findFirst()
                    .orElseThrow())
            .toList();

    private final SoloLocations locations = new SoloLocations(ONE_FOR_EACH_SHARD);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private int created;

    @Test
    void whateverHappensToProcessesNothingIsDoneTwiceOrLeftOut(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws InterruptedException {
        Random random = new Random(SEED);
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                AlmanacCluster cluster = new AlmanacCluster(settings, SHORT_LIVES, FROZEN, folder).start(PROCESSES);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name());
                Witness witness = new Witness(broker, settings.topics(), sender, simulator)) {
            List<Disruption> disruptions = random.ints(DISRUPTIONS, 0, Disruption.values().length)
                    .mapToObj(n -> Disruption.values()[n])
                    .toList();
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(
                        () -> traffic(witness, simulator), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                for (Disruption disruption : disruptions) {
                    Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                    cluster.disrupt(oneAtWork(cluster, random), disruption);
                }
                cluster.awaitAllWorking();
                traffic.shutdown();
            }
            if (failure.get() != null) {
                throw failure.get();
            }
            witness.assertAllKept(PATIENCE);
            tell(disruptions, witness.results());
        }
    }

    private static int oneAtWork(AlmanacCluster cluster, Random random) {
        int[] chosen = new int[1];
        Waiting.until("a process is at work", PATIENCE, () -> {
            int[] working = IntStream.range(0, cluster.size()).filter(cluster::isWorking).toArray();
            if (working.length == 0) {
                return false;
            }
            chosen[0] = working[random.nextInt(working.length)];
            return true;
        });
        return chosen[0];
    }

    /// A create, and updates that follow it at once; and people who cancel and delete.
    private void traffic(Witness witness, CalendarSimulator simulator) {
        try {
            String location = locations.inTurn(created);
            String id = "cmd-" + created++;
            witness.send(locations.create(id, location, body -> {}));
            for (String step : List.of("first", "second")) {
                witness.send(CommandSender.update(id + "-" + step, location, body ->
                        body.setCreateCommandId(id).setTitle("The " + step + " of " + id)));
            }
            if (created % 5 == 0) {
                people(simulator, locations.inTurn(created / 5));
            }
        } catch (RuntimeException cannot) {
            failure.compareAndSet(null, cannot);
        }
    }

    private void people(CalendarSimulator simulator, String location) {
        simulator.calendar().rows(location).stream()
                .filter(row -> row.isAppointment() && !row.deleted() && "confirmed".equals(row.status()))
                .findFirst()
                .ifPresent(row -> {
                    if (created % 2 == 0) {
                        simulator.calendar().people().cancel(row.id());
                    } else {
                        simulator.calendar().people().delete(row.id());
                    }
                });
    }

    private static void tell(List<Disruption> disruptions, List<CommandResult> results) {
        Map<Outcome, Long> outcomes = counted(results, CommandResult::outcome);
        System.out.printf("%s; %d commands: %s, %d found by looking%n",
                counted(disruptions, Function.identity()), results.size(), outcomes,
                results.stream().filter(CommandResult::adopted).count());
        assertThat(outcomes).as("a cluster that does no work proves nothing").containsKey(Outcome.SUCCEEDED);
    }

    private static <T, K> Map<K, Long> counted(List<T> all, Function<T, K> by) {
        return all.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }
}
