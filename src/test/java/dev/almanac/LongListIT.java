package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
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
import java.util.HashMap;
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
    private static final int APPOINTMENTS = Integer.getInteger("list.appointments", 3_000);
    private static final int POLLS = 10;
    private static final String LOCATION = "loc-long-list";

    private static final Pattern TURN = Pattern.compile("(?m)^almanac_turn_seconds_(\\S*) (\\S+)$");

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
            Map<String, String> environment = new HashMap<>(almanac.environment());
            environment.put("JDK_JAVA_OPTIONS", System.getProperty("list.java", "-Xmx512m"));
            try (JavaProcess process = AlmanacProcess.start(environment, folder.resolve("first.log")).awaitReady();
                    TopicFollower<AppointmentRow> rows = rows(broker, almanac)) {
                Waiting.until("all appointments", PATIENCE, () -> rows.entries().size() >= APPOINTMENTS);
                Turns.NONE.tell(APPOINTMENTS + " appointments seen first", turns(environment));
                process.terminate();
            }
            try (JavaProcess process = AlmanacProcess.start(environment, folder.resolve("second.log")).awaitReady();
                    TopicFollower<AppointmentRow> rows = rows(broker, almanac);
                    CommandSender sender = new CommandSender(
                            broker.bootstrapServers(), registry.url(), almanac.topics().commands().name())) {
                sender.send(locations.create("while-cold", LOCATION, body -> body.setIgnoreFreeSlotValidation(true)));
                awaitPolls(simulator);
                Waiting.until("the booking", PATIENCE, () -> rows.entries().size() == APPOINTMENTS + 1);
                Turns cold = turns(environment);
                Turns.NONE.tell("first polls after a restart", cold);
                sender.send(locations.create("while-polled", LOCATION, body -> body.setIgnoreFreeSlotValidation(true)));
                awaitPolls(simulator);
                Waiting.until("the next booking", PATIENCE, () -> rows.entries().size() == APPOINTMENTS + 2);
                cold.tell("later polls", turns(environment));
                process.terminate();

                assertThat(rows.entries()).extracting(TopicFollower.Entry::key).doesNotHaveDuplicates();
            }
        }
    }

    private static TopicFollower<AppointmentRow> rows(TestKafka.Broker broker, AlmanacUnderTest almanac) {
        return new TopicFollower<>(broker.bootstrapServers(), almanac.topics().appointments());
    }

    private static void awaitPolls(CalendarSimulator simulator) {
        int polls = simulator.ledger().requests(LOCATION).size();
        Waiting.until("more polls", PATIENCE, () -> simulator.ledger().requests(LOCATION).size() > polls + POLLS);
    }

    /// What a process says of its turns since it started.
    private record Turns(double count, double seconds, double short50, double short100, double short250) {
        static final Turns NONE = new Turns(0, 0, 0, 0, 0);

        void tell(String what, Turns then) {
            double turns = then.count - count;
            LOG.info("{}: {} turns, {} ms on average, {} longer than 50 ms, {} longer than 100 ms, {} longer than 250 ms", what,
                    Math.round(turns), Math.round((then.seconds - seconds) / turns * 1_000),
                    Math.round(turns - (then.short50 - short50)), Math.round(turns - (then.short100 - short100)),
                    Math.round(turns - (then.short250 - short250)));
        }
    }

    private static Turns turns(Map<String, String> environment) {
        URI prometheus = URI.create("http://127.0.0.1:" + environment.get("ALMANAC_HTTP_PORT") + "/prometheus");
        try (Scanner lines = new Scanner(prometheus.toURL().openStream(), UTF_8)) {
            Map<String, Double> metrics = lines.findAll(TURN)
                    .collect(Collectors.toMap(line -> line.group(1), line -> Double.valueOf(line.group(2))));
            return new Turns(
                    metrics.get("count"), metrics.get("sum"), metrics.get("bucket{le=\"0.05\"}"),
                    metrics.get("bucket{le=\"0.1\"}"), metrics.get("bucket{le=\"0.25\"}"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
