package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CalendarSimulatorTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String APPOINTMENTS = "/calendars/events/appointments";
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
    private final CalendarSimulator simulator = new CalendarSimulator(calendar, new FaultPlan());
    private final Ledger ledger = calendar.ledger();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() {
        simulator.start(0);
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private HttpRequest.Builder request(String method, String path, Object body) throws IOException {
        return HttpRequest.newBuilder(simulator.baseUrl().resolve(path))
                .header("Authorization", "Bearer good")
                .header("Version", "2021-04-15")
                .header("Content-Type", "application/json")
                .method(method, body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, Object body) throws Exception {
        return send(request(method, path, body));
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static Map<String, Object> booking() {
        return new HashMap<>(Map.of(
                "locationId", "ny", "contactId", "con", "calendarId", "solo",
                "startTime", "2026-03-02T10:00:00-05:00", "description", "key"));
    }

    private String booked() {
        return calendar.people().book("ny", "solo", "ann", "con", NOW.plusSeconds(3600)).id();
    }

    private void error(int status, String message, HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = send(request);
        JsonNode body = MAPPER.readTree(answer.body());
        JsonNode told = body.get("message");
        assertThat(told.isArray() ? told.get(0).asText() : told.asText()).isEqualTo(message);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(body.get("statusCode").asInt()).isEqualTo(status);
        assertThat(body.get("traceId").asText()).isNotEmpty();
        Ledger.Request written = ledger.requests().getLast();
        assertThat(written.status()).isEqualTo(status);
        assertThat(written.traceId()).isEqualTo(body.get("traceId").asText());
        assertThat(ledger.effectsOfRequest(written.traceId())).isEmpty();
    }

    @Test
    void createAnswers201WithLittleMoreThanTheId() throws Exception {
        HttpResponse<String> answer = send("POST", APPOINTMENTS, booking());
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode body = MAPPER.readTree(answer.body());
        assertThat(body.has("startTime")).isFalse();
        assertThat(body.has("locationId")).isFalse();
        assertThat(body.get("appoinmentStatus").asText()).isEqualTo("confirmed");
        Ledger.Effect effect = ledger.createsHolding("key").getFirst();
        assertThat(effect.eventId()).isEqualTo(body.get("id").asText());
        assertThat(effect.traceId()).isEqualTo(body.get("traceId").asText());

        calendar.quirks().with(Quirk.FULL_WRITE_ANSWER, Quirk.CREATE_ANSWERS_200);
        Map<String, Object> later = booking();
        later.put("startTime", "2026-03-02T11:00:00-05:00");
        HttpResponse<String> full = send("POST", APPOINTMENTS, later);
        assertThat(full.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(full.body()).get("startTime").asText()).isEqualTo("2026-03-02T11:00:00-05:00");
    }

    @Test
    void readAnswersInTheEnvelopeAndSpellingsOfTheQuirks() throws Exception {
        String id = booked();
        calendar.people().edit(id, "description", "words");
        JsonNode event = get(APPOINTMENTS + "/" + id).get("appointment");
        assertThat(event.get("id").asText()).isEqualTo(id);
        assertThat(event.get("appointmentStatus")).isEqualTo(event.get("appoinmentStatus"));
        assertThat(event.get("statusDetails").get("state").asText()).isEqualTo("active");
        assertThat(event.get("description").asText()).isEqualTo("words");
        assertThat(event.get("address").asText()).isEmpty();
        assertThat(event.get("groupId").asText()).isEqualTo("front");
        assertThat(event.has("appointmentMeta")).isTrue();

        calendar.quirks().with(Quirk.READ_AS_EVENT, Quirk.NOTES_ON_READ, Quirk.STATUS_MISSPELLED_ONLY)
                .without(Quirk.UNKNOWN_MEMBERS, Quirk.EMPTY_ADDRESS, Quirk.STATUS_DETAILS);
        event = get(APPOINTMENTS + "/" + id).get("event");
        assertThat(event.has("appointmentStatus")).isFalse();
        assertThat(event.has("description")).isFalse();
        assertThat(event.get("notes").asText()).isEqualTo("words");
        assertThat(event.has("address") || event.has("appointmentMeta") || event.has("statusDetails")).isFalse();
        calendar.quirks().with(Quirk.READ_BARE);
        assertThat(get(APPOINTMENTS + "/" + id).get("id").asText()).isEqualTo(id);
    }

    @Test
    void listsTellNotesAndAreFoundByCalendarUserAndGroup() throws Exception {
        String id = booked();
        calendar.people().edit(id, "description", "words");
        for (String owner : List.of("calendarId=solo", "userId=ann", "groupId=front")) {
            JsonNode answer = get("/calendars/events?locationId=ny&" + owner + WINDOW);
            assertThat(answer.get("events")).hasSize(1);
            assertThat(answer.get("events").get(0).get("notes").asText()).isEqualTo("words");
            assertThat(answer.has("traceId")).isTrue();
        }
        assertThat(get("/calendars/events?locationId=ny&userId=bob" + WINDOW).get("events")).isEmpty();
    }

    @Test
    void aWindowThatIsNotInMillisecondsListsNothing() throws Exception {
        booked();
        String iso = "/calendars/events?locationId=ny&calendarId=solo&startTime=2026-03-01T00:00:00Z"
                + "&endTime=2026-03-05T00:00:00Z";
        assertThat(get(iso).get("events")).isEmpty();
        calendar.quirks().without(Quirk.ISO_WINDOW_LISTS_NOTHING);
        assertThat(get(iso).get("events")).hasSize(1);
    }

    @Test
    void blocksLackWhatAppointmentsHave() throws Exception {
        calendar.people().syncBusy("ny", "ann", NOW, NOW.plusSeconds(3600), "busy", "FREQ=DAILY;COUNT=2");
        JsonNode blocks = get("/calendars/blocked-slots?locationId=ny&userId=ann" + WINDOW).get("events");
        assertThat(blocks).hasSize(2);
        JsonNode block = blocks.get(0);
        assertThat(block.has("contactId") || block.has("appointmentStatus") || block.has("calendarId")).isFalse();
        assertThat(block.get("rrule").isArray()).isTrue();
        assertThat(block.get("createdBy").get("source").asText()).isEqualTo("google_calendar");
        assertThat(get("/calendars/blocked-slots?locationId=ny&calendarId=solo" + WINDOW).get("events")).isEmpty();
    }

    @Test
    void updateAndDeleteAnswerAsDocumented() throws Exception {
        String id = booked();
        HttpResponse<String> updated = send("PUT", APPOINTMENTS + "/" + id, Map.of("appointmentStatus", "completed"));
        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(updated.body()).get("appoinmentStatus").asText()).isEqualTo("showed");
        HttpResponse<String> deleted = send("DELETE", "/calendars/events/" + id, Map.of());
        assertThat(deleted.statusCode()).isEqualTo(201);
        assertThat(MAPPER.readTree(deleted.body()).get("succeeded").asBoolean()).isTrue();
        error(400, "The event with id " + id + " has already been deleted",
                request("DELETE", "/calendars/events/" + id, null));
        error(404, "Event not found for id: " + id, request("GET", APPOINTMENTS + "/" + id, null));
        assertThat(ledger.effectsOf(id)).extracting(Ledger.Effect::change).containsExactly(
                Ledger.Change.CREATED, Ledger.Change.UPDATED, Ledger.Change.DELETED);
    }

    @Test
    void neighbouringEndpointsAnswer() throws Exception {
        Map<String, Object> block = Map.of("locationId", "ny", "calendarId", "room",
                "startTime", "2026-03-02T10:00:00-05:00", "endTime", "2026-03-02T11:00:00-05:00");
        assertThat(send("POST", "/calendars/events/block-slots", block).statusCode()).isEqualTo(201);
        JsonNode calendars = get("/calendars/?locationId=ny").get("calendars");
        assertThat(calendars).hasSize(2);
        assertThat(calendars.get(0).get("teamMembers").get(0).get("userId").asText()).isEqualTo("ann");
        JsonNode slots = get("/calendars/room/free-slots?startDate=" + NOW.toEpochMilli() + "&endDate="
                + NOW.plus(Duration.ofHours(3)).toEpochMilli());
        assertThat(slots.get("2026-03-02").get("slots")).extracting(JsonNode::asText).containsExactly(
                "2026-03-02T09:00:00-05:00", "2026-03-02T09:30:00-05:00", "2026-03-02T11:00:00-05:00",
                "2026-03-02T11:30:00-05:00");
        error(422, "showDrafted must be a boolean value",
                request("GET", "/calendars/?locationId=ny&showDrafted=True", null));
    }

    @Test
    void credentialsAndVersionAreChecked() throws Exception {
        error(401, "version header was not found.", HttpRequest.newBuilder(simulator.baseUrl().resolve(SOLO_EVENTS)));
        error(401, "version header is invalid", request("GET", SOLO_EVENTS, null).setHeader("Version", "2020-01-01"));
        error(401, "Invalid token: access token is invalid",
                request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer bad"));
        error(401, "Invalid JWT", request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer eyJx"));
        error(401, "Invalid Private Integration token",
                request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer pit-x"));
        error(401, "The token is not authorized for this scope.",
                request("POST", APPOINTMENTS, booking()).setHeader("Authorization", "Bearer reader"));
        for (String version : List.of("2021-04-15", "2021-07-28", "2023-02-21", "v3")) {
            assertThat(send(request("GET", SOLO_EVENTS, null).setHeader("Version", version)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void foreignAndMissingLocationsAreForbidden() throws Exception {
        String denied = "The token does not have access to this location.";
        error(403, denied, request("GET", SOLO_EVENTS.replace("locationId=ny", "locationId=be"), null));
        error(403, denied, request("GET", SOLO_EVENTS.replace("locationId=ny&", ""), null));
        Map<String, Object> body = booking();
        body.put("locationId", "be");
        error(403, denied, request("POST", APPOINTMENTS, body));
    }

    @Test
    void unknownRoutesAreRefusedByTheGatewayOrNotFound() throws Exception {
        error(401, IAM, request("GET", "/calendars/Events", null));
        error(401, IAM, request("GET", "/calendars/events/abc", null));
        error(401, IAM, request("DELETE", APPOINTMENTS + "/abc", null));
        error(401, IAM, request("PATCH", APPOINTMENTS + "/abc", Map.of()));
        error(404, "Cannot GET /calendars", request("GET", "/calendars?locationId=ny", null));
        error(404, "Cannot GET /contacts/", request("GET", "/contacts/", null));
    }

    @Test
    void queriesAndBodiesAreValidated() throws Exception {
        error(422, "property limit should not exist", request("GET", SOLO_EVENTS + "&limit=5", null));
        error(422, "startTime must be a string",
                request("GET", "/calendars/events?locationId=ny&calendarId=solo&endTime=1", null));
        error(422, "Either of userId, calendarId or groupId is required",
                request("GET", "/calendars/events?locationId=ny" + WINDOW, null));
        Map<String, Object> body = booking();
        body.put("notes", "n");
        error(422, "property notes should not exist", request("POST", APPOINTMENTS, body));
        error(400, "Bad Request", request("POST", APPOINTMENTS, null)
                .method("POST", BodyPublishers.ofString("{\"locationId\":")));
        booked();
        error(400, "The slot you have selected is no longer available.", request("POST", APPOINTMENTS, booking()));
    }

    @Test
    void errorsTakeOtherShapesByQuirk() throws Exception {
        calendar.quirks().with(Quirk.WRONG_STATUS_CODE_IN_BODY);
        HttpResponse<String> answer = send("GET", APPOINTMENTS + "/none", null);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(MAPPER.readTree(answer.body()).get("statusCode").asInt()).isEqualTo(500);
        calendar.quirks().with(Quirk.ERROR_WITHOUT_MESSAGE);
        JsonNode body = MAPPER.readTree(send("GET", APPOINTMENTS + "/none", null).body());
        assertThat(body.get("error").asText()).startsWith("Event not found");
        assertThat(body.has("message")).isFalse();
    }

    @Test
    void theBurstIsLimitedPerWindowAndTheDayPerDay() throws Exception {
        for (int sent = 1; sent <= 20; sent++) {
            HttpResponse<String> answer = send("GET", SOLO_EVENTS, null);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ratelimit-remaining")).contains("" + (20 - sent));
        }
        error(429, "Too Many Requests", request("GET", SOLO_EVENTS, null));
        assertThat(send(request("GET", SOLO_EVENTS, null).setHeader("Authorization", "Bearer reader")).statusCode())
                .isEqualTo(200);
        time.advance(Duration.ofMillis(9_999));
        error(429, "Too Many Requests", request("GET", SOLO_EVENTS, null));
        time.advance(Duration.ofMillis(1));
        for (int sent = 21; sent <= 30; sent++) {
            assertThat(send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = send("GET", SOLO_EVENTS, null);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(MAPPER.readTree(refused.body()).has("error")).isFalse();
        Map<String, List<String>> headers = refused.headers().map();
        assertThat(headers).doesNotContainKey("retry-after")
                .containsEntry("x-ratelimit-max", List.of("20"))
                .containsEntry("x-ratelimit-remaining", List.of("10"))
                .containsEntry("x-ratelimit-interval-milliseconds", List.of("10000"))
                .containsEntry("x-ratelimit-limit-daily", List.of("30"))
                .containsEntry("x-ratelimit-daily-remaining", List.of("0"))
                .containsEntry("x-ratelimit-daily-reset", List.of("86390000"));
        time.advance(Duration.ofDays(1));
        assertThat(send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
    }

    @Test
    void aSlidingWindowForgetsRequestsOneByOne() throws Exception {
        calendar.quirks().with(Quirk.SLIDING_RATE_WINDOW);
        send("GET", SOLO_EVENTS, null);
        time.advance(Duration.ofSeconds(9));
        for (int sent = 2; sent <= 20; sent++) {
            send("GET", SOLO_EVENTS, null);
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(send("GET", SOLO_EVENTS, null).statusCode()).isEqualTo(200);
        error(429, "Too Many Requests", request("GET", SOLO_EVENTS, null));
    }

    @Test
    void manyCallersAreServedAtOnce() throws Exception {
        calendar.open(calendar.location("ny").withAllowance(RateAllowance.PUBLISHED));
        simulator.faults().next(50, FaultPlan.on(Operation.LIST_EVENTS),
                new Fault.Delay(Duration.ofMillis(200), Fault.When.BEFORE_EFFECT));
        var request = request("GET", SOLO_EVENTS, null).timeout(Duration.ofSeconds(5)).build();
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void theListenerIsGoneAfterClose() throws Exception {
        HttpRequest request = request("GET", SOLO_EVENTS, null).build();
        client.send(request, BodyHandlers.ofString());
        simulator.close();
        assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    @Test
    void aRequestThatHangsIsInTheLedgerWithoutStatus() throws Exception {
        simulator.faults().next(Operation.CREATE, new Fault.Delay(Duration.ofMinutes(1), Fault.When.AFTER_EFFECT));
        assertThatThrownBy(() -> send(request("POST", APPOINTMENTS, booking()).timeout(Duration.ofMillis(300))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(ledger.requests(Operation.CREATE)).singleElement().extracting(Ledger.Request::status).isEqualTo(0);
        assertThat(ledger.creates()).hasSize(1);
    }
}
