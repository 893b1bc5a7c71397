package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Quirk;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.StoredEvent;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.VendorLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The command that compares the feed with the calendars agrees where they agree, and tells each difference where they do not.
@ExtendWith({TestKafka.class, TestRegistry.class})
class VerifyFeedIT {
    private static final String LOCATION = "loc-verified";

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));

    private record Verified(int exitCode, String output) {}

    @Test
    void whatTheFeedHasMissedIsToldAndWhatItOnlySeesLaterIsNot(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder)) {
            VendorLocation location = simulator.calendar().locations().iterator().next();
            String calendar = location.calendars().getFirst().id();
            String user = location.users().getFirst().id();
            Instant start = Instant.now().plus(Duration.ofDays(3));
            StoredEvent kept = simulator.calendar().people().book(LOCATION, calendar, user, "con-1", start);
            StoredEvent gone = simulator.calendar().people()
                    .book(LOCATION, calendar, user, "con-2", start.plus(Duration.ofHours(2)));
            StoredEvent block = simulator.calendar().people().syncBusy(
                    LOCATION, user, start.plus(Duration.ofHours(4)), start.plus(Duration.ofHours(5)), "Busy", null);
            almanac.start();

            Verified agreed = verify(almanac, "--again=1s", "--patience=60s");
            assertThat(agreed.output())
                    .endsWith("The feed is what the calendars say.\n").contains("3 rows, 0 differ");
            assertThat(agreed.exitCode()).isZero();

            almanac.stop();
            simulator.calendar().people().edit(kept.id(), "title", "Nobody may read this");
            simulator.calendar().people().delete(gone.id());
            simulator.calendar().people().unblock(block.id());
            StoredEvent made = simulator.calendar().people()
                    .book(LOCATION, calendar, user, "con-3", start.plus(Duration.ofHours(6)));
            Verified differs = verify(almanac, "--again=500ms", "--patience=2s", "--location=" + LOCATION);
            assertThat(differs.exitCode()).isEqualTo(1);
            assertThat(differs.output())
                    .contains("appointment " + kept.id() + " is different in [title, dateUpdated]")
                    .contains("appointment " + gone.id() + " is in the feed, and not in the calendar")
                    .contains("appointment " + made.id() + " is in the calendar, and not in the feed")
                    .contains("blocked time " + block.id() + " is in the feed, and not in the calendar")
                    .doesNotContain("Nobody may read this")
                    .endsWith("4 differ.\n");

            simulator.calendar().quirks().without(Quirk.DELETED_ROWS_IN_LISTS);
            Verified unlisted = verify(almanac, "--again=500ms", "--patience=2s");
            assertThat(unlisted.output()).as("the same, where lists say nothing of what is gone")
                    .contains("blocked time " + block.id() + " is in the feed, and not in the calendar")
                    .endsWith("4 differ.\n");

            Verified unknown = verify(almanac, "--location=elsewhere");
            assertThat(unknown).isEqualTo(
                    new Verified(2, "there is no location 'elsewhere' in the locations file\n"));
            assertThat(verify(almanac, "--pause=soon").exitCode()).isEqualTo(2);
        }
    }

    private static Verified verify(AlmanacUnderTest almanac, String... options) {
        StringWriter text = new StringWriter();
        String[] args = new String[options.length + 2];
        args[0] = VerifyFeed.NAME;
        args[1] = "--pause=20ms";
        System.arraycopy(options, 0, args, 2, options.length);
        int exitCode = VerifyFeed.run(almanac.context(), new PrintWriter(text, true), args);
        return new Verified(exitCode, text.toString().replaceAll("\\R", "\n"));
    }
}
