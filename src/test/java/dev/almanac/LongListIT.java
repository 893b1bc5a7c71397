package dev.almanac;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.change.AppointmentRow;
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
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A location whose lists are long is taken in whole, and a bit at a time. How long its turns take is printed:
///
///     mvn -q verify -Dit.test=LongListIT -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dlist.appointments=20000
@ExtendWith({TestKafka.class, TestRegistry.class})
class LongListIT {
    private static final Logger LOG = LoggerFactory.getLogger(LongListIT.class);
    private static final int APPOINTMENTS = Integer.getInteger("list.appointments", 5_000);
    private static final int POLLS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String LOCATION = "loc-long-list";

    private static final Pattern TURN = Pattern.compile("(?m)^(almanac_turn\\S*) (\\S+)$");

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));

    @Test
    void everyAppointmentOfALongListIsKnownAndNothingIsToldTwice(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder)) {
            VendorLocation location = simulator.calendar().locations().iterator().next();
            Instant first = Instant.now().plus(Duration.ofHours(1));
            for (int i = 0; i < APPOINTMENTS; i++) {
                simulator.calendar().people().book(
                        LOCATION, location.calendars().getFirst().id(), location.users().getFirst().id(),
                        "contact-" + i, first.plus(Duration.ofMinutes(i % (47 * 60))));
            }
            Map<String, String> environment = almanac.environment();
            try (JavaProcess process = AlmanacProcess.start(environment, folder.resolve("first.log")).awaitReady();
                    TopicFollower<AppointmentRow> rows = rows(broker, almanac)) {
                Waiting.until("all appointments", PATIENCE, () -> rows.entries().size() >= APPOINTMENTS);
                tellTurns(APPOINTMENTS + " appointments seen first", environment);
                process.terminate();
            }
            try (JavaProcess process = AlmanacProcess.start(environment, folder.resolve("second.log")).awaitReady();
                    TopicFollower<AppointmentRow> rows = rows(broker, almanac);
                    CommandSender sender = new CommandSender(
                            broker.bootstrapServers(), registry.url(), almanac.topics().commands().name())) {
                int polls = simulator.ledger().requests(LOCATION).size();
                Waiting.until("more polls", PATIENCE, () -> simulator.ledger().requests(LOCATION).size() > polls + POLLS);
                sender.send(locations.create("while-polled", LOCATION, body -> body.setIgnoreFreeSlotValidation(true)));
                Waiting.until("the booking", PATIENCE, () -> rows.entries().size() == APPOINTMENTS + 1);
                tellTurns("polled again after a restart", environment);
                process.terminate();

                assertThat(rows.entries()).extracting(TopicFollower.Entry::key).doesNotHaveDuplicates();
            }
        }
    }

    private static TopicFollower<AppointmentRow> rows(TestKafka.Broker broker, AlmanacUnderTest almanac) {
        return new TopicFollower<>(broker.bootstrapServers(), almanac.topics().appointments());
    }

    private static void tellTurns(String what, Map<String, String> environment) {
        Map<String, Double> metrics = metrics(environment.get("ALMANAC_HTTP_PORT"));
        LOG.info("{}: longest turn {} ms, of which at most {} ms to commit; {} turns, {} ms on average", what,
                Math.round(metrics.get("almanac_turn_seconds_max") * 1_000),
                Math.round(metrics.get("almanac_turn_commit_seconds_max") * 1_000),
                Math.round(metrics.get("almanac_turn_seconds_count")),
                Math.round(metrics.get("almanac_turn_seconds_sum") / metrics.get("almanac_turn_seconds_count") * 1_000));
    }

    private static Map<String, Double> metrics(String port) {
        URI prometheus = URI.create("http://127.0.0.1:" + port + "/prometheus");
        try (Scanner lines = new Scanner(prometheus.toURL().openStream(), UTF_8)) {
            return lines.findAll(TURN)
                    .collect(Collectors.toMap(line -> line.group(1), line -> Double.valueOf(line.group(2))));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
