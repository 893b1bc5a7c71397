package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.Waiting;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
            almanac.start();
            try (TopicFollower<AppointmentRow> rows =
                            new TopicFollower<>(broker.bootstrapServers(), almanac.topics().appointments());
                    CommandSender sender = new CommandSender(
                            broker.bootstrapServers(), registry.url(), almanac.topics().commands().name())) {
                Waiting.until("all appointments", PATIENCE, () -> rows.entries().size() >= APPOINTMENTS);
                tellTurns(APPOINTMENTS + " appointments seen first", almanac);
                almanac.stop();
                almanac.start();
                int polls = simulator.ledger().requests(LOCATION).size();
                Waiting.until("more polls", PATIENCE, () -> simulator.ledger().requests(LOCATION).size() > polls + POLLS);
                sender.send(locations.create("while-polled", LOCATION, body -> body.setIgnoreFreeSlotValidation(true)));
                Waiting.until("the booking", PATIENCE, () -> rows.entries().size() == APPOINTMENTS + 1);
                tellTurns("polled again after a restart", almanac);

                assertThat(rows.entries()).extracting(TopicFollower.Entry::key).doesNotHaveDuplicates();
            }
        }
    }

    private static void tellTurns(String what, AlmanacUnderTest almanac) {
        Timer turns = almanac.bean(MeterRegistry.class).get("almanac.turn").timer();
        LOG.info("{}: longest turn {} ms, {} turns, {} ms on average", what,
                Math.round(turns.max(TimeUnit.MILLISECONDS)), turns.count(), Math.round(turns.mean(TimeUnit.MILLISECONDS)));
    }
}
