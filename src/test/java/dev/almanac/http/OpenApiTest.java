package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.Poll;
import dev.almanac.change.PolledWindow;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.live.ChangeNote;
import dev.almanac.live.Recent;
import dev.almanac.live.Visit;
import dev.almanac.live.Visits;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import dev.almanac.shard.LocationStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the description of the HTTP face says is what the server does: paths, parameters, and every member of every answer.
class OpenApiTest {
    private static final Instant NOW = Instant.parse("2026-03-02T20:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final String STREAM = "/changes/stream";

    private static HttpFace http;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        http = new HttpFace(Map.of(), queries(), live());
        HttpFace.Answer answer = http.get("/openapi.yaml");
        assertThat(answer.status()).isEqualTo(200);
        document = new YAMLMapper().readTree(answer.body());
    }

    @AfterAll
    static void stop() {
        http.close();
    }

    @Test
    void everyPathOfTheServerIsDescribedAndNoOther() {
        Set<String> described = names(document.get("paths")).collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).containsAll(List.of("/health/liveness", "/health/readiness", "/prometheus"));
        described.removeIf(path -> path.startsWith("/health") || path.equals("/prometheus"));
        assertThat(described).isEqualTo(http.routes());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theAnswerIsAsDescribed(String path) throws Exception {
        JsonNode operation = document.at("/paths/" + escaped(path) + "/get");
        JsonNode content = operation.at("/responses/200/content");
        if (content.isMissingNode() || path.equals(STREAM)) {
            return;
        }
        HttpFace.Answer answer = http.get(example(path, operation, null, null));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        List<String> wrong = new ArrayList<>();
        compare("", resolved(content.at("/application~1json/schema")), answer.json(), wrong);
        assertThat(wrong).isEmpty();

        assertThat(http.get(example(path, operation, "format", null), "Accept", "text/csv").contentType())
                .startsWith(content.has("text/csv") ? "text/csv" : "application/json");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyParameterMeansSomething(String path) throws Exception {
        JsonNode operation = document.at("/paths/" + escaped(path) + "/get");
        for (JsonNode reference : operation.get("parameters")) {
            JsonNode parameter = resolved(reference);
            String name = parameter.get("name").asText();
            JsonNode schema = parameter.get("schema");
            assertThat(parameter.has("description")).as(name).isTrue();
            if (parameter.get("in").asText().equals("path")) {
                continue;
            }
            if (parameter.path("required").asBoolean()) {
                assertError(http.get(example(path, operation, name, null)), name + " is required");
            } else if (!name.equals("format")) {
                assertThat(http.get(example(path, operation, name, null)).status()).as(name).isEqualTo(200);
            }
            if (schema.has("enum")) {
                HttpFace.Answer refused = http.get(example(path, operation, name, "nothing-of-these"));
                assertError(refused, name + " must be");
                schema.get("enum").forEach(allowed -> assertThat(refused.body()).contains(allowed.asText()));
            }
            if (schema.path("format").asText().equals("date") || schema.path("type").asText().equals("integer")) {
                assertError(http.get(example(path, operation, name, "none")), name);
            }
        }
    }

    @Test
    void errorsAreAsDescribed() throws Exception {
        List<String> wrong = new ArrayList<>();
        compare("", document.at("/components/schemas/Error"), http.get("/no-shows").json(), wrong);
        compare("", document.at("/components/schemas/Error"), http.get("/nowhere").json(), wrong);
        assertThat(wrong).isEmpty();
    }

    @Test
    void theComparisonNoticesWhatDiffers() throws Exception {
        ObjectMapper json = new JsonMapper();
        JsonNode schema = json.readTree("""
                {"type": "object", "properties": {
                  "count": {"type": "integer"}, "share": {"type": ["number", "null"]}, "kind": {"enum": ["A", "B"]},
                  "at": {"type": "string", "format": "date-time"}, "list": {"type": "array", "items": {"type": "string"}}}}""");
        String right = "{'count': 1, 'share': null, 'kind': 'A', 'at': '2026-03-02T20:00:00Z', 'list': ['x']}";
        assertThat(wrong(schema, right)).isEmpty();
        assertThat(wrong(schema, right.replace("'count': 1", "'count': 1.5"))).containsExactly("/count is 1.5");
        assertThat(wrong(schema, right.replace("'count': 1", "'more': 1, 'count': 1"))).containsExactly("/more is not described");
        assertThat(wrong(schema, right.replace("'count': 1, ", ""))).containsExactly("/count is missing");
        assertThat(wrong(schema, right.replace("'A'", "'C'"))).containsExactly("/kind is \"C\"");
        assertThat(wrong(schema, right.replace("'2026-03-02T20:00:00Z'", "'today'"))).containsExactly("/at is \"today\"");
        assertThat(wrong(schema, right.replace("['x']", "[]"))).containsExactly("/list is empty, which shows nothing");
        assertThat(wrong(schema, right.replace("['x']", "[1]"))).containsExactly("/list/0 is 1");
    }

    private static List<String> wrong(JsonNode schema, String json) throws Exception {
        List<String> wrong = new ArrayList<>();
        compare("", schema, new JsonMapper().readTree(json.replace('\'', '"')), wrong);
        return wrong;
    }

    static Stream<String> paths() {
        return names(document.get("paths"));
    }

    /// The path with the examples of its parameters.
    ///
    /// @param name  of one that is left out, or given as `value` instead; null: none
    private static String example(String path, JsonNode operation, String name, String value) {
        String filled = path;
        StringBuilder query = new StringBuilder();
        for (JsonNode reference : operation.get("parameters")) {
            JsonNode parameter = resolved(reference);
            String each = parameter.get("name").asText();
            String text = each.equals(name) ? value : parameter.get("example").asText();
            if (parameter.get("in").asText().equals("path")) {
                filled = filled.replace("{" + each + "}", text);
            } else if (text != null) {
                query.append(query.isEmpty() ? '?' : '&').append(each).append('=')
                        .append(URLEncoder.encode(text, StandardCharsets.UTF_8));
            }
        }
        return filled + (path.equals(STREAM) && name == null ? "" : query);
    }

    /// Notes where an answer and its description differ, in either direction. Every list of the answer must hold something.
    private static void compare(String at, JsonNode described, JsonNode told, List<String> wrong) {
        JsonNode schema = resolved(described);
        if (schema.has("properties")) {
            JsonNode properties = schema.get("properties");
            names(told).filter(name -> !properties.has(name)).forEach(name -> wrong.add(at + "/" + name + " is not described"));
            names(properties).forEach(name -> {
                if (told.has(name)) {
                    compare(at + "/" + name, properties.get(name), told.get(name), wrong);
                } else {
                    wrong.add(at + "/" + name + " is missing");
                }
            });
        } else if (schema.has("items") && told.isArray()) {
            if (told.isEmpty()) {
                wrong.add(at + " is empty, which shows nothing");
            }
            for (int index = 0; index < told.size(); index++) {
                compare(at + "/" + index, schema.get("items"), told.get(index), wrong);
            }
        } else if (!fits(schema, told)) {
            wrong.add(at + " is " + told);
        }
    }

    private static boolean fits(JsonNode schema, JsonNode told) {
        if (schema.has("enum")) {
            return StreamSupport.stream(schema.get("enum").spliterator(), false).anyMatch(told::equals);
        }
        JsonNode type = schema.get("type");
        Stream<JsonNode> types = type.isArray() ? StreamSupport.stream(type.spliterator(), false) : Stream.of(type);
        return types.map(JsonNode::asText).anyMatch(one -> switch (one) {
            case "null" -> told.isNull();
            case "integer" -> told.isIntegralNumber();
            case "number" -> told.isNumber();
            case "string" -> told.isTextual() && told.asText().matches(pattern(schema.path("format").asText()));
            default -> false;
        });
    }

    private static String pattern(String format) {
        return switch (format) {
            case "date" -> "\\d{4}-\\d\\d-\\d\\d";
            case "date-time" -> "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
            default -> "(?s).*";
        };
    }

    private static void assertError(HttpFace.Answer answer, String message) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/message").asText()).startsWith(message);
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static String escaped(String path) {
        return path.replace("~", "~0").replace("/", "~1");
    }

    private static Stream<String> names(JsonNode node) {
        Iterator<String> names = node.fieldNames();
        Iterable<String> each = () -> names;
        return StreamSupport.stream(each.spliterator(), false);
    }

    private static Queries queries() {
        LocalDate day = LocalDate.of(2026, 3, 2);
        CellKey key = new CellKey("loc", CellKey.Scope.USER, "ann", day);
        NoShows noShows = new NoShows(key, ZONE, new NoShows.Figures(3, 1, 2, 1, 0, 4, 5, 0), NOW, 7);
        Utilization utilization = new Utilization(key, ZONE, new Utilization.Figures(
                Duration.ofHours(8), Duration.ZERO, Duration.ofHours(4), Duration.ofHours(5), Duration.ZERO, 3), NOW, 2);
        PolledWindow window = new PolledWindow(
                new Poll(new WindowOwner(WindowOwner.Kind.CALENDAR, "cal"), Poll.Content.APPOINTMENTS, Poll.Reach.NEAR), NOW,
                Duration.ofSeconds(90));
        List<LocationStatus> statuses = Arrays.stream(LocationStatus.State.values())
                .map(state -> new LocationStatus(
                        "loc", state, NOW, 3, 1, 9, new DayAllowance(1000, 900, Duration.ofHours(1)),
                        List.of(Operation.LIST_CALENDARS), NOW, null, List.of(window)))
                .toList();
        return new Queries(
                (location, scope, id, from, to) -> List.of(noShows), (location, scope, id, from, to) -> List.of(utilization),
                () -> true, () -> statuses);
    }

    private static LiveQueries live() {
        Location location = new Location(
                "loc", ZONE, "credential", Map.of("cal", Optional.empty()), Map.of(), Map.of("ann", Optional.empty()),
                List.of("front"), null, PollSettings.DEFAULT, Location.DEFAULT_LATE_CANCELLATION_NOTICE);
        Visits visits = new Visits(Duration.ofDays(60), 10);
        visits.put(new Visit("a", "loc", "cal", "ann", "contact", NOW.minusSeconds(7200), NOW.minusSeconds(3600), "confirmed"));
        Recent<ChangeNote> changes = new Recent<>(5);
        changes.add("loc", new ChangeNote(
                "loc", "a", 2, "STATUS_CHANGED", List.of("appointmentStatus"), "cal", "ann", "contact", "showed", "confirmed",
                NOW, NOW, NOW, NOW, "cmd"));
        changes.add("loc", new ChangeNote(
                "loc", "a", 1, "SNAPSHOT", List.of("title"), null, null, null, null, null, null, null, null, NOW, null));
        Recent<CommandResult> rejected = new Recent<>(5);
        rejected.add("loc", result(CommandResult.Outcome.REJECTED, CommandResult.Reason.VALIDATION));
        Recent<CommandResult> unresolved = new Recent<>(5);
        unresolved.add("loc", result(CommandResult.Outcome.UNRESOLVED, CommandResult.Reason.NOT_CONFIRMED));
        return new LiveQueries(
                () -> Map.of("loc", location), visits, changes, rejected, unresolved, () -> true, InstantSource.fixed(NOW));
    }

    private static CommandResult result(CommandResult.Outcome outcome, CommandResult.Reason reason) {
        return new CommandResult(
                new CommandId("loc", "cmd"), CommandResult.Operation.UPDATE, outcome, reason, "told", 400, "trace", "a", false, 1,
                NOW, NOW, NOW);
    }
}
