package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Instant AS_OF = Instant.parse("2026-03-02T12:00:00Z");
    private static final List<NoShows> NO_SHOWS = new ArrayList<>();
    private static final List<Utilization> UTILIZATION = new ArrayList<>();
    private static final AtomicBoolean CAUGHT_UP = new AtomicBoolean(true);
    private static HttpFace http;

    @BeforeAll
    static void start() {
        for (String day : List.of("2026-03-03", "2026-03-01", "2026-03-02")) {
            NO_SHOWS.add(noShows(Scope.USER, "u2", day, new NoShows.Figures(3, 1, 2, 1, 0, 4, 5, 0)));
            NO_SHOWS.add(noShows(Scope.USER, "u1", day, new NoShows.Figures(0, 0, 0, 0, 0, 1, 0, 0)));
        }
        NO_SHOWS.add(noShows(Scope.LOCATION, "loc", "2026-03-01", new NoShows.Figures(1, 1, 0, 0, 0, 0, 0, 0)));
        NO_SHOWS.add(noShows(Scope.CONTACT, "c1", "2026-03-02", new NoShows.Figures(0, 1, 0, 0, 0, 0, 0, 0)));
        UTILIZATION.add(utilization("2026-03-01", Duration.ofMinutes(480)));
        UTILIZATION.add(utilization("2026-03-02", null));
        http = new HttpFace(new Queries(
                (location, scope, id, from, to) ->
                        NO_SHOWS.stream().filter(in(location, scope, id, from, to, NoShows::key)).toList(),
                (location, scope, id, from, to) ->
                        UTILIZATION.stream().filter(in(location, scope, id, from, to, Utilization::key)).toList(),
                CAUGHT_UP::get,
                List::of));
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void cellsComeByDayThenById() throws Exception {
        JsonNode cells = cells("/no-shows?locationId=loc&scope=user&from=2026-03-01&to=2026-03-02");

        assertThat(cells)
                .extracting(cell -> cell.get("day").asText() + " " + cell.get("id").asText())
                .containsExactly("2026-03-01 u1", "2026-03-01 u2", "2026-03-02 u1", "2026-03-02 u2");
    }

    @Test
    void aNoShowCellIsWrittenInFull() throws Exception {
        assertThat(body("/no-shows?locationId=loc&scope=USER&id=u2&from=2026-03-01&to=2026-03-01"))
                .isEqualTo("""
                        {"cells":[{"locationId":"loc","scope":"USER","id":"u2","day":"2026-03-01",\
                        "timeZone":"America/New_York","scheduled":15,"showed":3,"noShow":1,"cancelled":2,"lateCancelled":1,\
                        "invalid":0,"upcoming":4,"unmarked":5,"unknown":0,"rate":0.25,"rateLowerBound":0.1111111111111111,\
                        "rateUpperBound":0.6666666666666666,"asOf":"2026-03-02T12:00:00Z","revision":7,\
                        "definitionVersion":1}]}""");
    }

    @Test
    void aUtilizationCellIsWrittenInFull() throws Exception {
        assertThat(body("/utilization?locationId=loc&scope=user&id=u1&from=2026-03-01&to=2026-03-01"))
                .isEqualTo("""
                        {"cells":[{"locationId":"loc","scope":"USER","id":"u1","day":"2026-03-01",\
                        "timeZone":"America/New_York","availableMinutes":480.0,"blockedMinutes":30.0,"bookedMinutes":60.0,\
                        "bookedMinutesSum":90.5,"noShowMinutes":0.0,"appointments":3,"ratio":0.125,\
                        "asOf":"2026-03-02T12:00:00Z","revision":2,"definitionVersion":1}]}""");
    }

    @Test
    void whatIsUnknownIsNullAndNotLeftOut() throws Exception {
        JsonNode withoutHours = cells("/utilization?locationId=loc&scope=user&from=2026-03-02&to=2026-03-02").get(0);
        assertThat(withoutHours.get("availableMinutes").isNull()).isTrue();
        assertThat(withoutHours.get("ratio").isNull()).isTrue();

        JsonNode unmarked = cells("/no-shows?locationId=loc&scope=user&id=u1&from=2026-03-01&to=2026-03-01").get(0);
        assertThat(unmarked.get("rate").isNull()).isTrue();
    }

    @Test
    void theLocationItselfIsTheDefaultScope() throws Exception {
        assertThat(cells("/no-shows?locationId=loc&from=2026-03-01&to=2026-03-03"))
                .extracting(cell -> cell.get("id").asText())
                .containsExactly("loc");
    }

    @Test
    void aContactIsAskedForByItsId() throws Exception {
        assertThat(cells("/no-shows?locationId=loc&scope=contact&id=c1&from=2026-03-01&to=2026-03-03"))
                .singleElement()
                .satisfies(cell -> {
                    assertThat(cell.get("scope").asText()).isEqualTo("CONTACT");
                    assertThat(cell.get("noShow").asInt()).isEqualTo(1);
                });
    }

    @Test
    void noCellsIsAnEmptyList() throws Exception {
        assertThat(body("/no-shows?locationId=other&from=2026-03-01&to=2026-03-01")).isEqualTo("{\"cells\":[]}");
    }

    @Test
    void cellsComeAsCsvWhereThatIsAskedFor() throws Exception {
        String path = "/no-shows?locationId=loc&scope=user&id=u2&from=2026-03-01&to=2026-03-01";
        HttpFace.Answer byName = http.get(path + "&format=csv");
        assertThat(byName.body()).isEqualTo("""
                locationId,scope,id,day,timeZone,scheduled,showed,noShow,cancelled,lateCancelled,invalid,upcoming,unmarked,\
                unknown,rate,rateLowerBound,rateUpperBound,asOf,revision,definitionVersion\r
                "loc","USER","u2","2026-03-01","America/New_York",15,3,1,2,1,0,4,5,0,0.25,0.1111111111111111,0.6666666666666666,\
                "2026-03-02T12:00:00Z",7,1\r
                """);
        assertThat(byName.contentType()).startsWith("text/csv");
        assertThat(byName.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"no-shows-loc-user-2026-03-01-2026-03-01.csv\"");

        assertThat(http.get(path, "Accept", "text/csv").body()).isEqualTo(byName.body());
        assertThat(http.get(path, "Accept", "application/json, text/csv").contentType()).startsWith("application/json");
        assertThat(http.get(path + "&format=json", "Accept", "text/csv").contentType()).startsWith("application/json");
        assertThat(http.get("/utilization?locationId=loc&scope=user&from=2026-03-02&to=2026-03-02&format=csv").body())
                .contains("\r\n\"loc\",\"USER\",\"u1\",\"2026-03-02\",\"America/New_York\",,30.0,60.0,90.5,0.0,3,,\"2026");
    }

    @Test
    void anErrorIsJsonForThoseWhoWantCsv() throws Exception {
        assertError(http.get("/no-shows?locationId=loc", "Accept", "text/csv"),
                400, "bad_request", "from is required: a date such as 2026-03-01");
        assertError(http.get("/no-shows?format=xml"), 400, "bad_request", "format must be json or csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /no-shows?from=2026-03-01&to=2026-03-01                            | locationId is required: the id of a location
            /no-shows?locationId=loc&to=2026-03-01                             | from is required: a date such as 2026-03-01
            /no-shows?locationId=loc&from=2026-03-01&to=                       | to is required: a date such as 2026-03-01
            /no-shows?locationId=loc&from=2026-02-30&to=2026-03-01             | from is required: a date such as 2026-03-01
            /no-shows?locationId=loc&from=2026-03-02&to=2026-03-01             | to must not be before from
            /no-shows?locationId=loc&from=2025-03-01&to=2026-03-02 | from and to, both included, may span at most 366 days
            /no-shows?locationId=loc&scope=room&from=2026-03-01&to=2026-03-01  | scope must be one of location, calendar, user, contact
            /no-shows?locationId=loc&scope=contact&from=2026-03-01&to=2026-03-01 | id is required with scope contact, because a location has too many of them
            /utilization?locationId=l&scope=contact&from=2026-03-01&to=2026-03-01 | scope must be one of location, calendar, user
            """)
    void aBadParameterIsAnsweredWithWhatIsAllowed(String path, String message) throws Exception {
        assertError(http.get(path), 400, "bad_request", message);
    }

    @Test
    void aYearMayBeAskedFor() throws Exception {
        assertThat(http.get("/no-shows?locationId=loc&from=2025-03-01&to=2026-03-01").status()).isEqualTo(200);
    }

    @Test
    void figuresAreRefusedUntilTheyAreComplete() throws Exception {
        CAUGHT_UP.set(false);
        try {
            assertError(
                    http.get("/no-shows?locationId=loc&from=2026-03-01&to=2026-03-01"),
                    503,
                    "service_unavailable",
                    "the figures are still being read from Kafka; try again in a moment");
        } finally {
            CAUGHT_UP.set(true);
        }
    }

    @Test
    void otherErrorsHaveTheSameShape() throws Exception {
        assertError(http.get("/nowhere?a=b"), 404, "not_found", "there is nothing at /nowhere");
        assertThat(http.send("DELETE", "/no-shows").json().at("/error/code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void anInternalErrorTellsNothing() throws Exception {
        try (HttpFace broken = new HttpFace(new Queries(
                (location, scope, id, from, to) -> {
                    throw new IllegalStateException("secret");
                },
                (location, scope, id, from, to) -> List.of(),
                () -> true,
                List::of))) {
            assertError(
                    broken.get("/no-shows?locationId=loc&from=2026-03-01&to=2026-03-01"),
                    500,
                    "internal_server_error",
                    "Internal Server Error");
        }
    }

    private static void assertError(HttpFace.Answer answer, int status, String code, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message));
    }

    private static String body(String path) throws IOException, InterruptedException {
        HttpFace.Answer answer = http.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode cells(String path) throws IOException, InterruptedException {
        return new JsonMapper().readTree(body(path)).get("cells");
    }

    private static <C> Predicate<C> in(
            String location, Scope scope, String id, LocalDate from, LocalDate to, Function<C, CellKey> keyOf) {
        return cell -> {
            CellKey key = keyOf.apply(cell);
            return key.locationId().equals(location)
                    && key.scope() == scope
                    && (id == null || id.equals(key.scopeId()))
                    && !key.day().isBefore(from)
                    && !key.day().isAfter(to);
        };
    }

    private static NoShows noShows(Scope scope, String id, String day, NoShows.Figures figures) {
        return new NoShows(new CellKey("loc", scope, id, LocalDate.parse(day)), ZONE, figures, AS_OF, 7);
    }

    private static Utilization utilization(String day, Duration available) {
        Utilization.Figures figures = new Utilization.Figures(
                available,
                Duration.ofMinutes(30),
                Duration.ofMinutes(60),
                Duration.ofSeconds(5430),
                Duration.ZERO,
                3);
        return new Utilization(new CellKey("loc", Scope.USER, "u1", LocalDate.parse(day)), ZONE, figures, AS_OF, 2);
    }
}
