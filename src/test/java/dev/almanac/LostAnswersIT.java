package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.load.Comparison;
import dev.almanac.load.HostileLoad;
import dev.almanac.load.KillingSpree;
import dev.almanac.load.PlainWorker;
import dev.almanac.load.Reckoning;
import dev.almanac.promise.Witness;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A thousand creates, a calendar that loses almost a third of the answers, and a worker that is killed again and again under
/// load: through Almanac, and through a plain at-least-once consumer that shows what such a load does. Both counts are
/// printed and stand in `target/lost-answers.md`.
@ExtendWith({TestKafka.class, TestRegistry.class})
class LostAnswersIT {
    /// A life of seconds is not worth compiling for, and a dead one is noticed as soon as the next is up.
    private static final Map<String, String> SHORT_LIVES = Map.of(
            "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "ALMANAC_KAFKA_SESSION_TIMEOUT", "3s");
    private static final Path FIGURES = Path.of("target", "lost-answers.md");
    private static final HostileLoad LOAD = HostileLoad.configured();
    private static final Comparison COMPARISON = new Comparison(LOAD);

    private final SoloLocations locations = LOAD.locations();
    private final List<AppointmentCommand> commands = LOAD.commands(locations);
    private final long begun = System.nanoTime();

    @Test
    void almanacBooksNothingTwiceAndTellsTheTruthAboutEveryCommand(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        Path log = folder.resolve("almanac.log");
        try (CalendarSimulator simulator = locations.simulator(LOAD.faults());
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name())) {
            Map<String, String> environment = new HashMap<>(settings.environment());
            environment.putAll(SHORT_LIVES);
            JavaProcess first = AlmanacProcess.start(environment, log).awaitReady();
            try (Witness witness = new Witness(broker, settings.topics(), sender, simulator)) {
                KillingSpree.Report lives = new KillingSpree(LOAD, commands, witness::send, witness::answered)
                        .run(first, () -> AlmanacProcess.start(environment, log), last -> {
                            witness.assertAllKept(PATIENCE);
                            last.awaitReady();
                        });

                Map<String, Reckoning.Said> said = new HashMap<>();
                witness.results().forEach(result -> said.put(result.id().commandId(), said(result)));
                Reckoning reckoning = Reckoning.of(commands, said, simulator.ledger());
                assertThat(lives.openAtKill()).hasSize(LOAD.kills()).allSatisfy(open -> assertThat(open).isPositive());
                assertThat(said).hasSize(LOAD.creates());
                assertThat(reckoning.doubled()).isZero();
                assertThat(reckoning.saidFailedButBooked()).isZero();
                assertThat(reckoning.saidDoneButNotBooked()).isZero();
                tell("Almanac", reckoning, lives, "%d succeeded, %d of them found by looking, %d rejected, %d unresolved"
                        .formatted(
                                count(witness, result -> result.outcome() == Outcome.SUCCEEDED),
                                count(witness, CommandResult::adopted),
                                count(witness, result -> result.outcome() == Outcome.REJECTED),
                                count(witness, result -> result.outcome() == Outcome.UNRESOLVED)));
            } finally {
                first.close();
            }
        }
    }

    @Test
    void aPlainConsumerBooksTwiceUnderTheSameLoad(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (CalendarSimulator simulator = locations.simulator(LOAD.faults());
                PlainWorker worker = new PlainWorker(broker, registry, simulator, folder);
                CommandSender sender =
                        new CommandSender(broker.bootstrapServers(), registry.url(), worker.commandsTopic())) {
            KillingSpree.Report lives = new KillingSpree(LOAD, commands, sender::send, () -> worker.said().size())
                    .run(worker.start().awaitReady(), worker::start, last -> worker.awaitEnd(PATIENCE));

            Reckoning reckoning = Reckoning.of(commands, worker.said(), simulator.ledger());
            assertThat(lives.openAtKill()).hasSize(LOAD.kills()).allSatisfy(open -> assertThat(open).isPositive());
            assertThat(reckoning.doubled()).as("otherwise the load proves nothing").isPositive();
            tell("a plain consumer", reckoning, lives, "%d succeeded, %d failed".formatted(
                    count(worker, Reckoning.Said.DONE), count(worker, Reckoning.Said.FAILED)));
        }
    }

    private static Reckoning.Said said(CommandResult result) {
        return switch (result.outcome()) {
            case SUCCEEDED -> Reckoning.Said.DONE;
            case REJECTED -> Reckoning.Said.FAILED;
            case UNRESOLVED -> Reckoning.Said.NOTHING;
        };
    }

    private static long count(Witness witness, Predicate<CommandResult> which) {
        return witness.results().stream().filter(which).count();
    }

    private static long count(PlainWorker worker, Reckoning.Said word) {
        return worker.said().values().stream().filter(word::equals).count();
    }

    private void tell(String who, Reckoning reckoning, KillingSpree.Report lives, String words) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        COMPARISON.add(who, new Comparison.Course(reckoning, lives, words, took));
    }

    @AfterAll
    static void tellAll() {
        System.out.println(COMPARISON.line());
        COMPARISON.write(FIGURES);
    }
}
