package dev.almanac;

import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.promise.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Almanac is killed and restarted in the middle of traffic, as a process of its own; the calendar's ledger and the topics
/// tell whether anything was done twice or left out.
@ExtendWith({TestKafka.class, TestRegistry.class})
class RestartIT {
    private static final int ROUNDS = 3;
    private static final int CREATES_PER_BURST = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SoloLocations locations = new SoloLocations(List.of("loc-restart-a", "loc-restart-b"));

    @Test
    void restartsNeitherRepeatABookingNorRepeatOrSkipAChange(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        Path log = folder.resolve("almanac.log");
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name())) {
            JavaProcess process = AlmanacProcess.start(settings.environment(), log).awaitReady();
            try (Witness witness = new Witness(broker, settings.topics(), sender, simulator)) {
                for (int round = 0; round < ROUNDS; round++) {
                    traffic(witness, simulator);
                    if (round % 2 == 0) {
                        process.kill();
                    } else {
                        process.terminate();
                    }
                    traffic(witness, simulator);
                    process = AlmanacProcess.start(settings.environment(), log).awaitReady();
                }
                witness.assertAllKept(PATIENCE);
            } finally {
                process.close();
            }
        }
    }

    /// Creates, updates that follow them at once, and people who cancel and delete.
    private void traffic(Witness witness, CalendarSimulator simulator) {
        for (int i = 0; i < CREATES_PER_BURST; i++) {
            String location = locations.inTurn(i);
            String id = "cmd-" + witness.published();
            witness.send(locations.create(id, location, body -> {}));
            witness.send(CommandSender.update(id + "-title", location, body ->
                    body.setCreateCommandId(id).setTitle("Renamed by " + id)));
            if (i % 4 == 0) {
                people(simulator, location, i);
            }
        }
    }

    private static void people(CalendarSimulator simulator, String location, int choice) {
        simulator.calendar().rows(location).stream()
                .filter(row -> row.isAppointment() && !row.deleted() && "confirmed".equals(row.status()))
                .findFirst()
                .ifPresent(row -> {
                    if (choice % 8 == 0) {
                        simulator.calendar().people().cancel(row.id());
                    } else {
                        simulator.calendar().people().delete(row.id());
                    }
                });
    }
}
