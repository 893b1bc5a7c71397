package dev.almanac.dev;

import static dev.almanac.dev.VendorClient.APPOINTMENTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is refused before the calendar is asked, and what the calendar refuses: statuses, texts and shapes.
class GateTest {
    private static final String IAM =
            "This route is not yet supported by the IAM Service. Please update your IAM config.";
    private static final Instant NOW = Instant.parse("2026-03-02T14:00:00Z");
    private static final String WINDOW = "&startTime=" + NOW.minus(Duration.ofDays(1)).toEpochMilli()
            + "&endTime=" + NOW.plus(Duration.ofDays(2)).toEpochMilli();
    private static final String SOLO_EVENTS = "/calendars/events?locationId=ny&calendarId=solo" + WINDOW;

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedCalendar calendar = new SimulatedCalendar(
            time,
            VendorLocation.of(
                            "ny",
                            ZoneId.of("America/New_York"),
                            List.of(
                                    VendorCalendar.of("solo", "personal", "ann").inGroup("front"),
                                    VendorCalendar.of("room", "event")),
                            List.of())
                    .withAllowance(new RateAllowance(20, Duration.ofSeconds(10), 30))
                    .withTokens(
                            VendorToken.full("good"),
                            new VendorToken("reader", Set.of(VendorToken.READ_EVENTS))),
            VendorLocation.of("be", ZoneId.of("Europe/Berlin"), List.of(), List.of()));
    private final CalendarSimulator simulator = new CalendarSimulator(calendar, new FaultPlan()).start(0);
    private final VendorClient client = new VendorClient(simulator, "good");

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private static Map<String, Object> booking() {
        return new HashMap<>(Map.of(
                "locationId", "ny", "contactId", "con", "calendarId", "solo",
                "startTime", "2026-03-02T10:00:00-05:00", "description", "key"));
    }

    private String booked() {
        return calendar.people().book("ny", "solo", "ann", "con", NOW.plusSeconds(3600)).id();
    }

    @Test
    void credentialsAndVersionAreChecked() throws Exception {
        client.refused(401, "version header was not found.", client.bare(SOLO_EVENTS));
        client.refused(401, "version header is invalid",
                client.request("GET", SOLO_EVENTS, null).setHeader("Version", "2020-01-01"));
        client.refused(401, "Invalid token: access token is invalid",
                client.request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer bad"));
        client.refused(401, "Invalid JWT",
                client.request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer eyJx"));
        client.refused(401, "Invalid Private Integration token",
                client.request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer pit-x"));
        client.refused(401, "The token is not authorized for this scope.",
                client.request("POST", APPOINTMENTS, booking()).setHeader("Authorization", "Bearer reader"));
        for (String version : List.of("2021-04-15", "2021-07-28", "2023-02-21", "v3")) {
            assertThat(client.send(client.request("GET", SOLO_EVENTS, null).setHeader("Version", version)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void foreignAndMissingLocationsAreForbidden() throws Exception {
        String denied = "The token does not have access to this location.";
        client.refused(403, denied, client.request("GET", SOLO_EVENTS.replace("locationId=ny", "locationId=be"), null));
        client.refused(403, denied, client.request("GET", SOLO_EVENTS.replace("locationId=ny&", ""), null));
        Map<String, Object> body = booking();
        body.put("locationId", "be");
        client.refused(403, denied, client.request("POST", APPOINTMENTS, body));
    }

    @Test
    void unknownRoutesAreRefusedByTheGatewayOrNotFound() throws Exception {
        client.refused(401, IAM, client.request("GET", "/calendars/Events", null));
        client.refused(401, IAM, client.request("GET", "/calendars/events/abc", null));
        client.refused(401, IAM, client.request("DELETE", APPOINTMENTS + "/abc", null));
        client.refused(401, IAM, client.request("PATCH", APPOINTMENTS + "/abc", Map.of()));
        client.refused(404, "Cannot GET /calendars", client.request("GET", "/calendars?locationId=ny", null));
        client.refused(404, "Cannot GET /contacts/", client.request("GET", "/contacts/", null));
    }

    @Test
    void queriesAndBodiesAreValidated() throws Exception {
        client.refused(422, "property limit should not exist", client.request("GET", SOLO_EVENTS + "&limit=5", null));
        client.refused(422, "startTime must be a string",
                client.request("GET", "/calendars/events?locationId=ny&calendarId=solo&endTime=1", null));
        client.refused(422, "Either of userId, calendarId or groupId is required",
                client.request("GET", "/calendars/events?locationId=ny" + WINDOW, null));
        Map<String, Object> body = booking();
        body.put("notes", "n");
        client.refused(422, "property notes should not exist", client.request("POST", APPOINTMENTS, body));
        client.refused(400, "Bad Request", client.request("POST", APPOINTMENTS, null)
                .method("POST", BodyPublishers.ofString("{\"locationId\":")));
        booked();
        client.refused(400, "The slot you have selected is no longer available.",
                client.request("POST", APPOINTMENTS, booking()));
    }

    @Test
    void errorsTakeOtherShapesByQuirk() throws Exception {
        calendar.quirks().with(Quirk.WRONG_STATUS_CODE_IN_BODY);
        HttpResponse<String> answer = client.send("GET", APPOINTMENTS + "/none", null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(client.json(answer).get("statusCode").asInt()).isEqualTo(500);
        calendar.quirks().with(Quirk.ERROR_WITHOUT_MESSAGE);
        JsonNode body = client.json(client.send("GET", APPOINTMENTS + "/none", null));
        assertThat(body.get("error").asText()).startsWith("Event not found");
        assertThat(body.has("message")).isFalse();
    }

    @Test
    void theBurstIsLimitedPerWindowAndTheDayPerDay() throws Exception {
        for (int sent = 1; sent <= 20; sent++) {
            HttpResponse<String> answer = client.send("GET", SOLO_EVENTS, null);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ratelimit-remaining")).contains("" + (20 - sent));
        }
        client.refused(429, "Too Many Requests", client.request("GET", SOLO_EVENTS, null));
        var another = client.request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer reader");
        assertThat(client.send(another).statusCode()).isEqualTo(200);
        time.advance(Duration.ofMillis(9_999));
        client.refused(429, "Too Many Requests", client.request("GET", SOLO_EVENTS, null));
        time.advance(Duration.ofMillis(1));
        for (int sent = 21; sent <= 30; sent++) {
            assertThat(client.send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = client.send("GET", SOLO_EVENTS, null);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(client.json(refused).has("error")).isFalse();
        Map<String, List<String>> headers = refused.headers().map();
        assertThat(headers).doesNotContainKey("retry-after")
                .containsEntry("x-ratelimit-max", List.of("20"))
                .containsEntry("x-ratelimit-remaining", List.of("10"))
                .containsEntry("x-ratelimit-interval-milliseconds", List.of("10000"))
                .containsEntry("x-ratelimit-limit-daily", List.of("30"))
                .containsEntry("x-ratelimit-daily-remaining", List.of("0"))
                .containsEntry("x-ratelimit-daily-reset", List.of("86390000"));
        time.advance(Duration.ofDays(1));
        assertThat(client.send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
    }

    @Test
    void aFixedWindowForgetsAllOfThemAtOnce() throws Exception {
        client.send("GET", SOLO_EVENTS, null);
        time.advance(Duration.ofSeconds(9));
        for (int sent = 2; sent <= 20; sent++) {
            client.send("GET", SOLO_EVENTS, null);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(client.send("GET", SOLO_EVENTS, null).headers().firstValue("x-ratelimit-remaining")).contains("19");
    }

    @Test
    void aSlidingWindowForgetsRequestsOneByOne() throws Exception {
        calendar.quirks().with(Quirk.SLIDING_RATE_WINDOW);
        client.send("GET", SOLO_EVENTS, null);
        time.advance(Duration.ofSeconds(9));
        for (int sent = 2; sent <= 20; sent++) {
            client.send("GET", SOLO_EVENTS, null);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(client.send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
        client.refused(429, "Too Many Requests", client.request("GET", SOLO_EVENTS, null));
    }
}
