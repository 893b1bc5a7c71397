package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.InDoubt;
import dev.almanac.calendar.ApiResult.Ok;
import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.ApiResult.Refused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What each operation puts on the wire.
class CalendarApiTest {
    private static final Caller CALLER = new Caller(new AccessToken("token"), () -> true);
    private static final Window WINDOW =
            new Window(Instant.ofEpochMilli(1_680_373_800_000L), Instant.ofEpochMilli(1_680_978_599_999L));
    private static final AppointmentDetails EVERYTHING = new AppointmentDetails(
            "cal", "2021-06-23T03:30:00+05:30", "2021-06-23T04:30:00+05:30", "Title", "Déjà vu", "Address", "confirmed",
            "usr", "custom", "default", true, false, true, false, "RRULE:FREQ=DAILY");
    private static final String EVERY_MEMBER = "\"address\":\"Address\",\"appointmentStatus\":\"confirmed\","
            + "\"assignedUserId\":\"usr\",\"calendarId\":\"cal\",%s\"description\":\"Déjà vu\","
            + "\"endTime\":\"2021-06-23T04:30:00+05:30\",\"ignoreDateRange\":false,"
            + "\"ignoreFreeSlotValidation\":false,%s\"meetingLocationId\":\"default\","
            + "\"meetingLocationType\":\"custom\",\"overrideLocationConfig\":true,\"rrule\":\"RRULE:FREQ=DAILY\","
            + "\"startTime\":\"2021-06-23T03:30:00+05:30\",\"title\":\"Title\",\"toNotify\":true";

    @Test
    void aReadCarriesTheHeadersThatTheApiWantsAndNoOthers() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"appointment\":{\"id\":\"a\"},\"traceId\":\"t\"}");
                CalendarApi api = api(server, "")) {
            assertThat(api.readAppointment(CALLER, "loc", "a"))
                    .isInstanceOfSatisfying(Ok.class, ok -> assertThat(ok.answer().traceId()).isEqualTo("t"));
            assertThat(server.requests().getFirst().split("\r\n")).containsExactlyInAnyOrder(
                    "GET /calendars/events/appointments/a HTTP/1.1",
                    "Authorization: Bearer token",
                    "Version: 2021-04-15",
                    "Accept: application/json",
                    "Accept-Encoding: gzip",
                    "User-Agent: almanac/test",
                    "Host: 127.0.0.1:" + server.uri().getPort(),
                    "Connection: keep-alive");
        }
    }

    @Test
    void anIdCannotLeaveItsPlaceInThePath() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"id\":\"a\"}");
                CalendarApi api = api(server, "/prefix/")) {
            api.readAppointment(CALLER, "loc", "../a?b=c#d e%2F/ü\r\nX: y");
            assertThat(server.requests().getFirst()).startsWith(
                    "GET /prefix/calendars/events/appointments/"
                            + "..%2Fa%3Fb%3Dc%23d%20e%252F%2F%C3%BC%0D%0AX%3A%20y HTTP/1.1\r\n");
        }
    }

    @Test
    void anIdThatIsNoneIsRefusedWithoutARequest() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"id\":\"a\"}");
                CalendarApi api = api(server, "")) {
            for (String id : new String[] {"", " ", ".", ".."}) {
                assertThat(api.readAppointment(CALLER, "loc", id)).isInstanceOf(Refused.class);
                assertThat(api.updateAppointment(CALLER, id, EVERYTHING)).isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Refusal.VALIDATION));
            }
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aListNamesLocationOwnerAndWindowInMilliseconds() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"events\":[{\"id\":\"a\",\"contactId\":\"c\"}]}");
                CalendarApi api = api(server, "")) {
            for (WindowOwner.Kind kind : WindowOwner.Kind.values()) {
                assertThat(api.listAppointments(CALLER, "l&c", new WindowOwner(kind, "o&x=y"), WINDOW))
                        .isInstanceOf(Ok.class);
            }
            String rest = "=o%26x%3Dy&startTime=1680373800000&endTime=1680978599999 HTTP/1.1";
            String start = "GET /calendars/events?locationId=l%26c&";
            assertThat(server.requests()).extracting(request -> request.lines().findFirst().orElseThrow())
                    .containsExactly(
                            start + "calendarId" + rest, start + "userId" + rest, start + "groupId" + rest);
        }
    }

    @Test
    void blockedTimeIsListedAtItsOwnAddress() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"events\":[]}");
                CalendarApi api = api(server, "")) {
            assertThat(api.listBlockedTime(CALLER, "l", new WindowOwner(WindowOwner.Kind.USER, "u"), WINDOW))
                    .isInstanceOf(Ok.class);
            assertThat(server.requests().getFirst()).startsWith("GET /calendars/blocked-slots?locationId=l&userId=u&"
                    + "startTime=1680373800000&endTime=1680978599999 HTTP/1.1\r\n");
        }
    }

    @Test
    void aListThatIsNotWholeIsInDoubt() throws IOException {
        for (String body : new String[] {"", "{}", "{\"events\":[{\"title\":\"t\"}]}"}) {
            try (RawServer server = RawServer.answering(200, "", body);
                    CalendarApi api = api(server, "")) {
                WindowOwner owner = new WindowOwner(WindowOwner.Kind.CALENDAR, "c");
                assertThat(api.listAppointments(CALLER, "l", owner, WINDOW)).as(body).isInstanceOf(InDoubt.class);
                assertThat(api.listBlockedTime(CALLER, "l", owner, WINDOW)).as(body).isInstanceOf(InDoubt.class);
            }
        }
    }

    @Test
    void aCreateSendsEveryMember() throws IOException {
        try (RawServer server = RawServer.answering(201, "", "{\"id\":\"new\"}");
                CalendarApi api = api(server, "")) {
            ApiResult<String> result = api.createAppointment(CALLER, new NewAppointment("loc", "con", EVERYTHING));
            assertThat(result).isInstanceOfSatisfying(Ok.class, ok -> assertThat(ok.value()).isEqualTo("new"));
            assertThat(server.requests().getFirst())
                    .startsWith("POST /calendars/events/appointments HTTP/1.1\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .endsWith("{" + EVERY_MEMBER.formatted("\"contactId\":\"con\",", "\"locationId\":\"loc\",") + "}");
        }
    }

    @Test
    void anUpdateSendsWhatIsGiven() throws IOException {
        try (RawServer server = RawServer.answering(200, "", "{\"id\":\"a_1729821600000_1800\"}");
                CalendarApi api = api(server, "")) {
            api.updateAppointment(CALLER, "a_1729821600000_1800", EVERYTHING);
            api.updateAppointment(CALLER, "a", EVERYTHING.withDescription(""));
            assertThat(server.requests().get(0))
                    .startsWith("PUT /calendars/events/appointments/a_1729821600000_1800 HTTP/1.1\r\n")
                    .endsWith("{" + EVERY_MEMBER.formatted("", "") + "}");
            assertThat(server.requests().get(1)).contains("\"description\":\"\"");
        }
    }

    private static CalendarApi api(RawServer server, String path) {
        Duration wait = Duration.ofSeconds(10);
        return new CalendarApi(new CalendarSettings(
                URI.create(server.uri() + path), "2021-04-15", wait, wait, wait, 9, null, wait, 2000, "almanac/test"));
    }
}
