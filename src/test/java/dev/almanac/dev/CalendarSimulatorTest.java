package dev.almanac.dev;

import static dev.almanac.dev.VendorClient.APPOINTMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the operations answer, by default and by quirk.
class CalendarSimulatorTest {
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
                            List.of()),
            VendorLocation.of("be", ZoneId.of("Europe/Berlin"), List.of(), List.of()));
    private final CalendarSimulator simulator = new CalendarSimulator(calendar, new FaultPlan()).start(0);
    private final Ledger ledger = calendar.ledger();
    private final VendorClient client = new VendorClient(simulator, "token-ny");

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
    void createAnswers201WithLittleMoreThanTheId() throws Exception {
        HttpResponse<String> answer = client.send("POST", APPOINTMENTS, booking());
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode body = client.json(answer);
        assertThat(body.has("startTime")).isFalse();
        assertThat(body.has("locationId")).isFalse();
        assertThat(body.get("appoinmentStatus").asText()).isEqualTo("confirmed");
        Ledger.Effect effect = ledger.createsHolding("key").getFirst();
        assertThat(effect.eventId()).isEqualTo(body.get("id").asText());
        assertThat(effect.traceId()).isEqualTo(body.get("traceId").asText());

        calendar.quirks().with(Quirk.FULL_WRITE_ANSWER, Quirk.CREATE_ANSWERS_200);
        Map<String, Object> later = booking();
        later.put("startTime", "2026-03-02T11:00:00-05:00");
        HttpResponse<String> full = client.send("POST", APPOINTMENTS, later);
        assertThat(full.statusCode()).isEqualTo(200);
        assertThat(client.json(full).get("startTime").asText()).isEqualTo("2026-03-02T11:00:00-05:00");
    }

    @Test
    void readAnswersInTheEnvelopeAndSpellingsOfTheQuirks() throws Exception {
        String id = booked();
        calendar.people().edit(id, "description", "words");
        JsonNode event = client.get(APPOINTMENTS + "/" + id).get("appointment");
        assertThat(event.get("id").asText()).isEqualTo(id);
        assertThat(event.get("appointmentStatus")).isEqualTo(event.get("appoinmentStatus"));
        assertThat(event.get("statusDetails").get("state").asText()).isEqualTo("active");
        assertThat(event.get("description").asText()).isEqualTo("words");
        assertThat(event.get("address").asText()).isEmpty();
        assertThat(event.get("groupId").asText()).isEqualTo("front");
        assertThat(event.has("appointmentMeta")).isTrue();

        calendar.quirks().with(Quirk.READ_AS_EVENT, Quirk.NOTES_ON_READ, Quirk.STATUS_MISSPELLED_ONLY)
                .without(Quirk.UNKNOWN_MEMBERS, Quirk.EMPTY_ADDRESS, Quirk.STATUS_DETAILS);
        event = client.get(APPOINTMENTS + "/" + id).get("event");
        assertThat(event.has("appointmentStatus")).isFalse();
        assertThat(event.has("description")).isFalse();
        assertThat(event.get("notes").asText()).isEqualTo("words");
        assertThat(event.has("address") || event.has("appointmentMeta") || event.has("statusDetails")).isFalse();
        calendar.quirks().with(Quirk.READ_BARE);
        assertThat(client.get(APPOINTMENTS + "/" + id).get("id").asText()).isEqualTo(id);
    }

    @Test
    void listsTellNotesAndAreFoundByCalendarUserAndGroup() throws Exception {
        String id = booked();
        calendar.people().edit(id, "description", "words");
        for (String owner : List.of("calendarId=solo", "userId=ann", "groupId=front")) {
            JsonNode answer = client.get("/calendars/events?locationId=ny&" + owner + WINDOW);
            assertThat(answer.get("events")).hasSize(1);
            assertThat(answer.get("events").get(0).get("notes").asText()).isEqualTo("words");
            assertThat(answer.has("traceId")).isTrue();
        }
        assertThat(client.get("/calendars/events?locationId=ny&userId=bob" + WINDOW).get("events")).isEmpty();
    }

    @Test
    void aWindowThatIsNotInMillisecondsListsNothing() throws Exception {
        booked();
        String iso = "/calendars/events?locationId=ny&calendarId=solo&startTime=2026-03-01T00:00:00Z"
                + "&endTime=2026-03-05T00:00:00Z";
        assertThat(client.get(iso).get("events")).isEmpty();
        calendar.quirks().without(Quirk.ISO_WINDOW_LISTS_NOTHING);
        assertThat(client.get(iso).get("events")).hasSize(1);
    }

    @Test
    void blocksLackWhatAppointmentsHave() throws Exception {
        calendar.people().syncBusy("ny", "ann", NOW, NOW.plusSeconds(3600), "busy", "FREQ=DAILY;COUNT=2");
        JsonNode blocks = client.get("/calendars/blocked-slots?locationId=ny&userId=ann" + WINDOW).get("events");
        assertThat(blocks).hasSize(2);
        JsonNode block = blocks.get(0);
        assertThat(block.has("contactId") || block.has("appointmentStatus") || block.has("calendarId")).isFalse();
        assertThat(block.get("rrule").isArray()).isTrue();
        assertThat(block.get("createdBy").get("source").asText()).isEqualTo("google_calendar");
        assertThat(client.get("/calendars/blocked-slots?locationId=ny&calendarId=solo" + WINDOW).get("events"))
                .isEmpty();
        calendar.quirks().without(Quirk.RRULE_ARRAY_ON_SYNCED_BLOCKS);
        blocks = client.get("/calendars/blocked-slots?locationId=ny&userId=ann" + WINDOW).get("events");
        assertThat(blocks.get(0).get("rrule").asText()).isEqualTo("FREQ=DAILY;COUNT=2");
    }

    @Test
    void updateAndDeleteAnswerAsDocumented() throws Exception {
        String id = booked();
        HttpResponse<String> updated =
                client.send("PUT", APPOINTMENTS + "/" + id, Map.of("appointmentStatus", "completed"));
        assertThat(updated.statusCode()).isEqualTo(200);
        assertThat(client.json(updated).get("appoinmentStatus").asText()).isEqualTo("showed");
        assertThat(ledger.requests(Operation.UPDATE).getFirst().body()).contains("completed");
        HttpResponse<String> deleted = client.send("DELETE", "/calendars/events/" + id, Map.of());
        assertThat(deleted.statusCode()).isEqualTo(201);
        assertThat(client.json(deleted).get("succeeded").asBoolean()).isTrue();
        client.refused(400, "The event with id " + id + " has already been deleted",
                client.request("DELETE", "/calendars/events/" + id, null));
        client.refused(404, "Event not found for id: " + id, client.request("GET", APPOINTMENTS + "/" + id, null));
        calendar.quirks().with(Quirk.DELETE_ANSWERS_200);
        assertThat(client.send("DELETE", "/calendars/events/" + booked(), null).statusCode()).isEqualTo(200);
        assertThat(ledger.effectsOf(id)).extracting(Ledger.Effect::change).containsExactly(
                Ledger.Change.CREATED, Ledger.Change.UPDATED, Ledger.Change.DELETED);
    }

    @Test
    void neighbouringEndpointsAnswer() throws Exception {
        Map<String, Object> block = Map.of("locationId", "ny", "calendarId", "room",
                "startTime", "2026-03-02T10:00:00-05:00", "endTime", "2026-03-02T11:00:00-05:00");
        assertThat(client.send("POST", "/calendars/events/block-slots", block).statusCode()).isEqualTo(201);
        JsonNode calendars = client.get("/calendars/?locationId=ny").get("calendars");
        assertThat(calendars).hasSize(2);
        assertThat(calendars.get(0).get("teamMembers").get(0).get("userId").asText()).isEqualTo("ann");
        JsonNode slots = client.get("/calendars/room/free-slots?startDate=" + NOW.toEpochMilli() + "&endDate="
                + NOW.plus(Duration.ofHours(3)).toEpochMilli());
        assertThat(slots.get("2026-03-02").get("slots")).extracting(JsonNode::asText).containsExactly(
                "2026-03-02T09:00:00-05:00", "2026-03-02T09:30:00-05:00", "2026-03-02T11:00:00-05:00",
                "2026-03-02T11:30:00-05:00");
        client.refused(422, "showDrafted must be a boolean value",
                client.request("GET", "/calendars/?locationId=ny&showDrafted=True", null));
    }

    @Test
    void manyCallersAreServedAtOnce() throws Exception {
        calendar.open(calendar.location("ny").withAllowance(RateAllowance.PUBLISHED));
        simulator.faults().next(50, FaultPlan.on(Operation.LIST_EVENTS),
                new Fault.Delay(Duration.ofMillis(200), Fault.When.BEFORE_EFFECT));
        var request = client.request("GET", SOLO_EVENTS, null).timeout(Duration.ofSeconds(5)).build();
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> client.http().sendAsync(request, BodyHandlers.ofString()))
                .toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    @Test
    void theListenerIsGoneAfterClose() throws Exception {
        HttpRequest request = client.request("GET", SOLO_EVENTS, null).build();
        client.http().send(request, BodyHandlers.ofString());
        simulator.close();
        assertThatThrownBy(() -> client.http().send(request, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    @Test
    void aRequestThatHangsIsInTheLedgerWithoutStatus() throws Exception {
        simulator.faults().next(Operation.CREATE, new Fault.Delay(Duration.ofMinutes(1), Fault.When.AFTER_EFFECT));
        HttpRequest.Builder impatient = client.request("POST", APPOINTMENTS, booking()).timeout(Duration.ofMillis(300));
        assertThatThrownBy(() -> client.send(impatient))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(ledger.requests(Operation.CREATE)).singleElement().extracting(Ledger.Request::status).isEqualTo(0);
        assertThat(ledger.creates()).hasSize(1);
    }
}
