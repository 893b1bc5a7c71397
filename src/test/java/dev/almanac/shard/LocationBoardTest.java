package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.Poll;
import dev.almanac.change.PolledWindow;
import dev.almanac.shard.LocationStatus.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocationBoardTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LocationBoard board = new LocationBoard(meters, () -> T0.plusSeconds(60));

    @Test
    void everyLocationOfAllOwnersIsOnItAndInTheMetrics() {
        board.update("loop 0", List.of(status("b", State.SERVED), status("c", State.DENIED)));
        board.update("loop 1", List.of(status("a", State.SERVED)));

        assertThat(board.all()).extracting(LocationStatus::locationId).containsExactly("a", "b", "c");
        assertThat(gauge("served", "b")).isEqualTo(1);
        assertThat(gauge("served", "c")).isZero();
        assertThat(gauge("denied", "a")).isEqualTo(1);
        assertThat(gauge("waiting", "a")).isEqualTo(7);
        assertThat(gauge("in.doubt", "a")).isEqualTo(2);
        assertThat(gauge("day.left", "a")).isEqualTo(900);
        assertThat(gauge("near.age", "a")).isEqualTo(50);
        assertThat(gauge("far.age", "a")).isNaN();
    }

    @Test
    void everyOwnerIsAsFreshAsTheOlderOfItsLists() {
        board.update("loop 0", List.of(status("a", State.SERVED)));

        assertThat(age("cal")).isEqualTo(60);
        assertThat(age("new")).isNaN();
        board.update("loop 0", List.of());
        assertThat(meters.find("almanac.location.owner.age").gauges()).isEmpty();
    }

    @Test
    void metricsTellTheLatest() {
        board.update("loop 0", List.of(status("a", State.DENIED)));
        board.update("loop 0", List.of(status("a", State.SERVED)));

        assertThat(gauge("served", "a")).isEqualTo(1);
    }

    @Test
    void whatAnOwnerHasGivenUpIsGone() {
        board.update("loop 0", List.of(status("a", State.SERVED)));
        board.update("loop 0", List.of());

        assertThat(board.all()).isEmpty();
        assertThat(meters.find("almanac.location.waiting").gauges()).isEmpty();
    }

    private double age(String owner) {
        return meters.get("almanac.location.owner.age").tag("location", "a").tag("kind", "calendar")
                .tag("owner", owner).tag("reach", "near").gauge().value();
    }

    private double gauge(String name, String location) {
        return meters.get("almanac.location." + name).tag("location", location).gauge().value();
    }

    private static LocationStatus status(String location, State state) {
        return new LocationStatus(
                location, state, null, 7, 2, 5, new DayAllowance(1000, 900, Duration.ofHours(1)),
                List.of(Operation.LIST_BLOCKED_TIME), T0.plusSeconds(10), null,
                List.of(window("cal", Poll.Content.APPOINTMENTS, T0), window("cal", Poll.Content.BLOCKED_TIME, T0.plusSeconds(9)),
                        window("new", Poll.Content.APPOINTMENTS, null)));
    }

    private static PolledWindow window(String calendar, Poll.Content content, Instant seenAt) {
        WindowOwner owner = new WindowOwner(WindowOwner.Kind.CALENDAR, calendar);
        return new PolledWindow(new Poll(owner, content, Poll.Reach.NEAR), seenAt, Duration.ofSeconds(90));
    }
}
