package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.Poll;
import dev.almanac.change.PolledWindow;
import dev.almanac.shard.LocationStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocationsTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void everyLocationSaysHowItStands() throws Exception {
        List<LocationStatus> statuses = List.of(
                new LocationStatus(
                        "a", LocationStatus.State.DENIED, T0, 3, 1, 0, new DayAllowance(1000, 900, Duration.ofHours(1)), List.of(Operation.LIST_BLOCKED_TIME), T0,
                        null, List.of(
                                window(Poll.Content.APPOINTMENTS, T0), window(Poll.Content.BLOCKED_TIME, null))),
                new LocationStatus("b", LocationStatus.State.STARTING, null, 0, 0, 0, null, List.of(), null, null, List.of()));
        try (HttpFace http = new HttpFace(new Queries(
                (location, scope, id, from, to) -> List.of(), (location, scope, id, from, to) -> List.of(), () -> true,
                () -> statuses))) {

            assertThat(http.get("/locations").json().toString()).isEqualTo("""
                    {"locations":[\
                    {"locationId":"a","state":"DENIED","until":"2026-03-02T08:00:00Z","waiting":3,"inDoubt":1,"requestsLeft":0,\
                    "dayLimit":1000,"dayLeft":900,"denied":["list_blocked_time"],"nearSeenAt":"2026-03-02T08:00:00Z","farSeenAt":null},\
                    {"locationId":"b","state":"STARTING","until":null,"waiting":0,"inDoubt":0,"requestsLeft":0,\
                    "dayLimit":null,"dayLeft":null,"denied":[],"nearSeenAt":null,"farSeenAt":null}]}""");
            assertThat(http.get("/locations/a/windows").json().toString()).isEqualTo("""
                    {"locationId":"a","windows":[\
                    {"kind":"calendar","id":"cal","content":"appointments","reach":"near",\
                    "seenAt":"2026-03-02T08:00:00Z","intervalSeconds":90},\
                    {"kind":"calendar","id":"cal","content":"blocked_time","reach":"near",\
                    "seenAt":null,"intervalSeconds":90}]}""");
            assertThat(http.get("/locations/elsewhere/windows").status()).isEqualTo(404);
        }
    }

    private static PolledWindow window(Poll.Content content, Instant seenAt) {
        WindowOwner owner = new WindowOwner(WindowOwner.Kind.CALENDAR, "cal");
        return new PolledWindow(new Poll(owner, content, Poll.Reach.NEAR), seenAt, Duration.ofSeconds(90));
    }
}
