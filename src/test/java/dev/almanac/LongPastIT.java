package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.Waiting;
import dev.almanac.load.LongPast;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A restart that has a long past to read. How long it takes and what it leaves on the heap is printed;
/// `-Dpast.finished=1000000 -Dpast.appointments=200000 -Dpast.heap=1g` is the measurement that is quoted.
@ExtendWith({TestKafka.class, TestRegistry.class})
class LongPastIT {
    private static final int FINISHED = Integer.getInteger("past.finished", 20_000);
    private static final int APPOINTMENTS = Integer.getInteger("past.appointments", 4_000);
    private static final String HEAP = System.getProperty("past.heap", "256m");
    private static final int SHARDS = 12;
    private static final Pattern ACTIVE = Pattern.compile("Shard (\\d+) is restored: (\\d+) commands, (\\d+) appointments");

    private static final List<String> LOCATIONS = IntStream.range(0, 50).mapToObj(n -> "loc-past-" + n).toList();

    @Test
    void everythingIsKnownAgainAndTheGroupIsNotLeftMeanwhile(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        SoloLocations locations = new SoloLocations(LOCATIONS);
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.kafka.shards", Integer.toString(SHARDS));
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name())) {
            Map<String, String> environment = new HashMap<>(settings.environment());
            environment.put("JDK_JAVA_OPTIONS", "-Xmx" + HEAP);
            long little = heapAfterFirstStart(environment, folder);
            LongPast past = new LongPast(LOCATIONS, SHARDS, FINISHED, APPOINTMENTS);
            past.write(broker, settings.topics());

            long begun = System.nanoTime();
            try (JavaProcess process = AlmanacProcess.start(environment, folder.resolve("almanac.log")).awaitReady();
                    TopicFollower<CommandResult> results =
                            new TopicFollower<>(broker.bootstrapServers(), settings.topics().results());
                    TopicFollower<byte[]> deadLetters =
                            new TopicFollower<>(broker.bootstrapServers(), settings.topics().deadLetters())) {
                Duration ready = Duration.ofNanos(System.nanoTime() - begun);
                long heap = process.heap();
                System.out.printf(
                        "%,d finished commands and %,d appointments: ready after %.1f s, %d MiB of heap in use (%d without them), "
                                + "with -Xmx%s%n",
                        FINISHED, APPOINTMENTS, ready.toMillis() / 1000.0, heap >> 20, little >> 20, HEAP);
                assertEachShardWasRestoredOnce(process);

                AppointmentCommand repeated = past.command(FINISHED / 2);
                AppointmentCommand fresh = locations.create("fresh", repeated.getLocationId(), body -> {});
                sender.send(repeated);
                sender.send(fresh);
                Waiting.until("the result of the new command", PATIENCE, () -> !results.entries().isEmpty());
                assertThat(results.entries()).singleElement().satisfies(entry -> {
                    assertThat(entry.value().id().commandId()).isEqualTo("fresh");
                    assertThat(entry.value().outcome()).isEqualTo(Outcome.SUCCEEDED);
                });
                assertThat(deadLetters.entries()).as("the repeated one is known, and with the same body").isEmpty();
            }
        }
    }

    /// Makes the topics, too.
    private static long heapAfterFirstStart(Map<String, String> environment, Path folder) {
        try (JavaProcess first = AlmanacProcess.start(environment, folder.resolve("first.log")).awaitReady()) {
            long heap = first.heap();
            first.terminate();
            return heap;
        }
    }

    /// A process that does not poll while it reads loses its shards, and restores them again.
    private static void assertEachShardWasRestoredOnce(JavaProcess process) {
        List<Matcher> active = process.output().stream().map(ACTIVE::matcher).filter(Matcher::find).toList();
        assertThat(active).extracting(line -> line.group(1)).doesNotHaveDuplicates().hasSize(SHARDS);
        assertThat(active.stream().mapToInt(line -> Integer.parseInt(line.group(2))).sum()).isEqualTo(FINISHED);
        assertThat(active.stream().mapToInt(line -> Integer.parseInt(line.group(3))).sum()).isEqualTo(APPOINTMENTS);
    }
}
