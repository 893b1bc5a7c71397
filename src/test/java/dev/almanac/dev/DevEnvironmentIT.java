package dev.almanac.dev;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The development environment as its command starts it: a process of its own, with its people and programs at work.
class DevEnvironmentIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, String> PORTS = new HashMap<>();
    private static final VendorLocation LOCATION = whereItIsDay();

    @TempDir
    private static Path folder;
    private static JavaProcess environment;

    @BeforeAll
    static void start() {
        for (String port : List.of(
                EmbeddedKafka.PORT_SETTING, EmbeddedRegistry.PORT_SETTING, DevSettings.CALENDAR_PORT, DevSettings.HTTP_PORT)) {
            PORTS.put(port, Integer.toString(Ports.anyFree()));
        }
        List<String> arguments = List.of(
                "-Dalmanac.dev.end-with-parent=true", "--enable-native-access=ALL-UNNAMED",
                "-classpath", System.getProperty("java.class.path"), DevEnvironment.class.getName());
        environment = JavaProcess.start(arguments, PORTS, "Almanac is ready", folder.resolve("dev.log")).awaitReady();
    }

    @AfterAll
    static void stop() throws IOException {
        HTTP.close();
        if (environment == null) {
            return;
        }
        environment.terminate();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .as("it leaves nothing behind").noneMatch(name -> name.startsWith("almanac-"));
        }
    }

    @Test
    void itSaysWhereEverythingIs() {
        assertThat(environment.output()).anyMatch(line -> line.contains(almanac("")));
        PORTS.values().forEach(port ->
                assertThat(environment.output()).anyMatch(line -> line.contains("127.0.0.1:" + port)));
    }

    @Test
    void itsPageShowsItsFiguresAndWhatIsDoneInItsCalendar() {
        assumeThat(Chromium.isInstalled())
                .as("Chromium and its driver are not installed (Debian: chromium, chromium-driver), so the page is not tested here")
                .isTrue();
        try (Chromium browser = new Chromium()) {
            String appointmentId = written("POST", "", Map.of(
                    "locationId", LOCATION.id(),
                    "calendarId", LOCATION.calendars().getFirst().id(),
                    "assignedUserId", LOCATION.calendars().getFirst().team().getFirst(),
                    "contactId", "contact-of-the-page",
                    "appointmentStatus", "confirmed",
                    "startTime", OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(90).truncatedTo(ChronoUnit.SECONDS).toString(),
                    "ignoreDateRange", true,
                    "ignoreFreeSlotValidation", true));
            browser.resize(1280, 900).open(almanac("/#location=" + LOCATION.id() + "&days=30&show=location"));
            browser.run("window.notReloaded = true");
            browser.await("the appointment waits to be marked", () -> browser.text("#unmarked table").contains(appointmentId));
            browser.find("#no-shows summary").click();
            Awaitility.await("the figures").atMost(PATIENCE).untilAsserted(() -> {
                List<List<String>> cells = cells();
                assertThat(browser.rows("#no-shows table")).hasSizeGreaterThan(5)
                        .extracting(row -> row.subList(3, 6)).isEqualTo(cells);
                int missed = cells.stream().mapToInt(cell -> Integer.parseInt(cell.get(0))).sum();
                int showed = cells.stream().mapToInt(cell -> Integer.parseInt(cell.get(1))).sum();
                assertThat(browser.text("#tile-rate .figure"))
                        .isEqualTo(String.format(Locale.ROOT, "%.1f %%", 100.0 * missed / (missed + showed)));
            });

            written("PUT", "/" + appointmentId, Map.of("appointmentStatus", "noshow"));

            browser.await("the change is told", () ->
                    browser.text("#changes li[data-appointment='" + appointmentId + "'] .what").contains("→ noshow"));
            browser.await("nothing is to be marked there", () -> !browser.text("#unmarked table").contains(appointmentId));
            assertThat(browser.run("return window.notReloaded")).isEqualTo(true);
            browser.picture(Path.of("target/dashboard/dev.png"));
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /// Missed, kept and not marked, per day, the newest first.
    private static List<List<String>> cells() {
        LocalDate today = LocalDate.now(LOCATION.zone());
        JsonNode cells = json(HttpRequest.newBuilder(URI.create(almanac(
                        "/no-shows?locationId=" + LOCATION.id() + "&from=" + today.minusDays(29) + "&to=" + today))))
                .get("cells");
        return StreamSupport.stream(cells.spliterator(), false)
                .map(cell -> Stream.of("noShow", "showed", "unmarked").map(name -> cell.get(name).asText()).toList())
                .toList()
                .reversed();
    }

    /// Does to the calendar what any of its clients may do.
    ///
    /// @return the appointment's id
    private static String written(String method, String path, Map<String, Object> body) {
        try {
            URI calendar = URI.create("http://127.0.0.1:" + PORTS.get(DevSettings.CALENDAR_PORT));
            return json(HttpRequest.newBuilder(calendar.resolve(VendorClient.APPOINTMENTS + path))
                            .header("Authorization", "Bearer " + LOCATION.tokens().getFirst().value())
                            .header("Version", "2021-04-15")
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(new JsonMapper().writeValueAsString(body))))
                    .get("id").asText();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonNode json(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
            return new JsonMapper().readTree(answer.body());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String almanac(String path) {
        return "http://127.0.0.1:" + PORTS.get(DevSettings.HTTP_PORT) + path;
    }

    /// Where what was an hour and a half ago was today.
    private static VendorLocation whereItIsDay() {
        return DemoLocations.all().stream()
                .filter(one -> {
                    int hour = Instant.now().atZone(one.zone()).getHour();
                    return hour >= 3 && hour < 22;
                })
                .findFirst()
                .orElseThrow();
    }
}
