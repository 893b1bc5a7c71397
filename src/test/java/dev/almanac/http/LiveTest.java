package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.Waiting;
import dev.almanac.live.ChangeNote;
import dev.almanac.live.Recent;
import dev.almanac.live.Visit;
import dev.almanac.live.Visits;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class LiveTest {
    private static final Instant NOW = Instant.parse("2026-03-02T20:00:00Z");
    private static final Visits VISITS = new Visits(Duration.ofDays(60), 5_000);
    private static final Recent<ChangeNote> CHANGES = new Recent<>(5);
    private static final Recent<CommandResult> REJECTED = new Recent<>(5);
    private static final Recent<CommandResult> UNRESOLVED = new Recent<>(5);
    private static final AtomicBoolean CAUGHT_UP = new AtomicBoolean(true);
    private static HttpFace http;

    @BeforeAll
    static void start() {
        Location location = new Location(
                "loc", ZoneId.of("America/New_York"), "secret-name", Map.of("cal", Optional.empty()), Map.of(),
                Map.of("bob", Optional.empty(), "ann", Optional.empty()), List.of("front"), null, PollSettings.DEFAULT,
                Location.DEFAULT_LATE_CANCELLATION_NOTICE);
        visit("a", "ann", "2026-03-02T15:00:00Z", "confirmed");
        visit("b", "bob", "2026-03-02T14:00:00Z", "new");
        visit("c", "bob", "2026-03-02T14:30:00Z", "noshow");
        visit("d", "bob", "2026-03-01T14:30:00Z", "confirmed");
        VISITS.passTo(NOW);
        http = new HttpFace(Map.of(), new Queries(
                (loc, scope, id, from, to) -> List.of(), (loc, scope, id, from, to) -> List.of(), () -> true, List::of),
                new LiveQueries(() -> Map.of("loc", location), VISITS, CHANGES, REJECTED, UNRESOLVED, CAUGHT_UP::get,
                        InstantSource.fixed(NOW)));
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void theDirectoryTellsWhoIsWatchedAndNoCredential() throws Exception {
        assertThat(http.get("/directory").body()).isEqualTo("""
                {"locations":[{"locationId":"loc","timeZone":"America/New_York","calendars":["cal"],\
                "users":["ann","bob"],"groups":["front"]}]}""");
    }

    @Test
    void unmarkedAppointmentsAreAListToWorkThrough() throws Exception {
        assertThat(http.get("/appointments/unmarked?locationId=loc").body()).isEqualTo("""
                {"locationId":"loc","timeZone":"America/New_York","day":"2026-03-02","asOf":"2026-03-02T20:00:00Z","total":2,\
                "appointments":[\
                {"id":"b","calendarId":"cal","userId":"bob","contactId":"contact-b","startTime":"2026-03-02T14:00:00Z",\
                "endTime":"2026-03-02T14:30:00Z","status":"new"},\
                {"id":"a","calendarId":"cal","userId":"ann","contactId":"contact-a","startTime":"2026-03-02T15:00:00Z",\
                "endTime":"2026-03-02T15:30:00Z","status":"confirmed"}]}""");
        assertThat(http.get("/appointments/unmarked?locationId=loc&day=2026-03-01&format=csv").body()).isEqualTo("""
                id,calendarId,userId,contactId,startTime,endTime,status\r
                "d","cal","bob","contact-d","2026-03-01T14:30:00Z","2026-03-01T15:00:00Z","confirmed"\r
                """);
    }

    @Test
    void aFileOfTheUnmarkedIsWhole() throws Exception {
        int many = LiveController.MOST_UNMARKED + 500;
        for (int number = 0; number < many; number++) {
            visit("many-" + number, "bob", "2026-02-10T15:00:00Z", "confirmed");
        }
        String path = "/appointments/unmarked?locationId=loc&day=2026-02-10";
        JsonNode list = http.get(path).json();
        assertThat(list.get("total").asInt()).isEqualTo(many);
        assertThat(list.get("appointments")).hasSize(LiveController.MOST_UNMARKED);
        assertThat(http.get(path + "&format=csv").body().lines()).hasSize(many + 1);
    }

    @Test
    void noShowsAreToldByHourOfTheWeek() throws Exception {
        String path = "/no-shows/by-hour?locationId=loc&from=2026-02-24&to=2026-03-02";
        assertThat(http.get(path).body()).isEqualTo("""
                {"locationId":"loc","timeZone":"America/New_York","from":"2026-02-24","to":"2026-03-02",\
                "completeFrom":"2026-01-02","hours":[\
                {"weekday":"MONDAY","hour":9,"showed":0,"noShow":1,"unmarked":1,"rate":1.0},\
                {"weekday":"MONDAY","hour":10,"showed":0,"noShow":0,"unmarked":1,"rate":null},\
                {"weekday":"SUNDAY","hour":9,"showed":0,"noShow":0,"unmarked":1,"rate":null}]}""");
        assertThat(http.get(path + "&scope=user&id=ann").json().get("hours")).hasSize(1);
        assertThat(http.get(path + "&scope=calendar&id=other").json().get("hours")).isEmpty();
        assertThat(http.get(path, "Accept", "text/csv").body()).startsWith("weekday,hour,showed,noShow,unmarked,rate\r\n");
    }

    @Test
    void commandsThatFailedAreToldWithTheReason() throws Exception {
        REJECTED.add("loc", result("cmd-1", CommandResult.Outcome.REJECTED, CommandResult.Reason.SLOT_UNAVAILABLE, "x".repeat(400)));
        UNRESOLVED.add("loc", result("cmd-2", CommandResult.Outcome.UNRESOLVED, CommandResult.Reason.NOT_FOUND_AFTER_SETTLE, null));
        JsonNode commands = http.get("/commands?locationId=loc").json();
        assertThat(commands.at("/rejected/0/message").asText()).isEqualTo("x".repeat(300) + "…");
        assertThat(commands.get("unresolved").toString()).isEqualTo("""
                [{"commandId":"cmd-2","operation":"CREATE","outcome":"UNRESOLVED","reason":"NOT_FOUND_AFTER_SETTLE",\
                "message":null,"appointmentId":null,"traceId":null,"attempts":1,"receivedAt":"2026-03-02T20:00:00Z",\
                "finishedAt":"2026-03-02T20:00:00Z"}]""");
        assertThat(http.get("/commands?locationId=elsewhere").body())
                .isEqualTo("{\"locationId\":\"elsewhere\",\"rejected\":[],\"unresolved\":[]}");
    }

    @Test
    void whatAVendorQuotesOfPeopleIsNotShown() {
        CommandsAnswer.Result shown = CommandsAnswer.result(result(
                "cmd", CommandResult.Outcome.REJECTED, CommandResult.Reason.VALIDATION,
                "address \"https://zoom.example/j/123?pwd=secret\" of kim.lee+x@mail.example, see www.zoom.example/secret or https:\\/\\/zoom.example\\/j: is not allowed at 10:30"));
        assertThat(shown.message())
                .isEqualTo("address \"[address]\" of [address] see [address] or [address] is not allowed at 10:30");
    }

    @Test
    void theLastChangesAreListedNewestFirst() throws Exception {
        CHANGES.add("listed", change("listed", "one", 1));
        CHANGES.add("listed", change("listed", "one", 2));
        assertThat(http.get("/changes?locationId=listed&limit=1").body()).isEqualTo("""
                {"changes":[{"locationId":"listed","appointmentId":"one","sequence":2,"kind":"STATUS_CHANGED",\
                "changedFields":["appointmentStatus"],"calendarId":"cal","userId":"ann","contactId":"contact","status":"showed",\
                "statusBefore":"confirmed","startTime":"2026-03-02T20:00:00Z","startTimeBefore":"2026-03-02T20:00:00Z",\
                "endTime":null,"seenAt":"2026-03-02T20:00:00Z","commandId":null}]}""");
        assertThat(http.get("/changes?locationId=listed").json().get("changes")).hasSize(2);
    }

    @Test
    void changesAreStreamedAsTheyCome() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> response =
                    client.send(stream("streamed"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            try (InputStream body = response.body()) {
                Iterator<String> lines = new Scanner(body, "UTF-8").useDelimiter("\n");
                assertThat(event(lines)).containsExactly("event: open", "data: {}");
                CHANGES.add("another", change("another", "no", 1));
                CHANGES.add("streamed", change("streamed", "yes", 7));
                List<String> event = event(lines);
                assertThat(event.getFirst()).isEqualTo("event: change");
                assertThat(new JsonMapper().readTree(event.getLast().substring("data: ".length())))
                        .isEqualTo(http.get("/changes?locationId=streamed").json().at("/changes/0"));
            }
        }
    }

    @Test
    void streamsAreLimitedAndThoseWhoLeaveMakeRoom() throws Exception {
        HttpClient crowd = HttpClient.newHttpClient();
        List<HttpResponse<InputStream>> streams = new ArrayList<>();
        for (int number = 0; number < ChangesController.MOST_STREAMS; number++) {
            streams.add(crowd.send(stream("crowded"), HttpResponse.BodyHandlers.ofInputStream()));
        }
        assertThat(streams).allSatisfy(stream -> assertThat(stream.statusCode()).isEqualTo(200));
        HttpResponse<InputStream> tooMany = crowd.send(stream("crowded"), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(tooMany.statusCode()).isEqualTo(503);
        assertThat(new String(tooMany.body().readAllBytes(), StandardCharsets.UTF_8)).contains("there are 200 streams open");

        crowd.shutdownNow();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Waiting.until("there is room again", Duration.ofSeconds(30), () -> {
                try (InputStream body = client.send(stream("crowded"), HttpResponse.BodyHandlers.ofInputStream()).body()) {
                    return new String(body.readNBytes(11), StandardCharsets.UTF_8).equals("event: open");
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            client.shutdownNow();
        }
    }

    @Test
    void askingForTheHeadOfAStreamTakesNoPlace() throws Exception {
        for (int number = 0; number < 2 * ChangesController.MOST_STREAMS; number++) {
            assertThat(http.send("HEAD", "/changes/stream?locationId=headless").status()).isEqualTo(405);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(stream("headless"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            client.shutdownNow();
        }
    }

    @Test
    void anOpenStreamDoesNotHoldUpTheEnd() throws Exception {
        HttpFace other = new HttpFace(Map.of(), new LiveQueries(
                Map::of, VISITS, CHANGES, REJECTED, UNRESOLVED, () -> true, InstantSource.fixed(NOW)));
        HttpClient client = HttpClient.newHttpClient();
        try (InputStream body = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + other.port() + "/changes/stream?locationId=loc"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            assertThat(new String(body.readNBytes(11), StandardCharsets.UTF_8)).isEqualTo("event: open");
            Instant before = Instant.now();
            other.close();
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
        client.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /appointments/unmarked                              | locationId is required: the id of a location
            /appointments/unmarked?locationId=nowhere           | locationId names no location that is configured
            /appointments/unmarked?locationId=loc&day=yesterday | day must be a date such as 2026-03-01
            /appointments/unmarked?locationId=loc&format=pdf    | format must be json or csv
            /no-shows/by-hour?locationId=loc&from=2026-03-01    | to is required: a date such as 2026-03-01
            /commands                                           | locationId is required: the id of a location
            /changes?locationId=loc&limit=0                     | limit must be a positive number
            /changes?locationId=loc&limit=many                  | limit must be a positive number
            /changes/stream                                     | locationId is required: the id of a location
            """)
    void aBadParameterIsAnsweredWithWhatIsAllowed(String path, String message) throws Exception {
        HttpFace.Answer answer = http.get(path);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asText()).isEqualTo(message);
    }

    @Test
    void listsAreRefusedUntilTheyAreComplete() throws Exception {
        CAUGHT_UP.set(false);
        try {
            for (String path : List.of("/appointments/unmarked", "/commands", "/changes", "/changes/stream")) {
                assertThat(http.get(path + "?locationId=loc").status()).as(path).isEqualTo(503);
            }
        } finally {
            CAUGHT_UP.set(true);
        }
    }

    private static HttpRequest stream(String locationId) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/changes/stream?locationId=" + locationId))
                .header("Accept", "text/event-stream")
                .build();
    }

    /// The lines up to the next empty one.
    private static List<String> event(Iterator<String> lines) {
        List<String> event = new ArrayList<>();
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            event.add(line);
        }
        return event;
    }

    private static void visit(String id, String user, String start, String status) {
        Instant from = Instant.parse(start);
        VISITS.put(new Visit(id, "loc", "cal", user, "contact-" + id, from, from.plus(Duration.ofMinutes(30)), status));
    }

    private static ChangeNote change(String locationId, String id, long sequence) {
        return new ChangeNote(
                locationId, id, sequence, "STATUS_CHANGED", List.of("appointmentStatus"), "cal", "ann", "contact", "showed",
                "confirmed", NOW, NOW, null, NOW, null);
    }

    private static CommandResult result(
            String id, CommandResult.Outcome outcome, CommandResult.Reason reason, String message) {
        return new CommandResult(
                new CommandId("loc", id), CommandResult.Operation.CREATE, outcome, reason, message, null, null, null, false,
                1, NOW, NOW, NOW);
    }
}
