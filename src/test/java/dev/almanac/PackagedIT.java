package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.Ports;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorUser;
import dev.almanac.dev.WeeklyHours;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The packaged jar, started with nothing but environment variables.
@ExtendWith({TestKafka.class, TestRegistry.class})
class PackagedIT {
    @TempDir
    Path folder;

    @Test
    void itStartsAnswersAndEndsOnSigterm(TestKafka.Broker broker, TestRegistry.Server registry) throws Exception {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                JavaProcess process = AlmanacProcess.start(settings.environment(), log())) {
            process.awaitReady();
            String http = "http://127.0.0.1:" + settings.environment().get("ALMANAC_HTTP_PORT");
            LocalDate today = LocalDate.now();
            assertThat(get(http + "/health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(http + "/health/readiness").statusCode()).isEqualTo(200);
            assertThat(get(http + "/prometheus").body()).contains("almanac_calendar_calls");
            assertThat(get(http + "/no-shows?locationId=loc-packaged&from=" + today + "&to=" + today).body())
                    .startsWith("{\"cells\":");
            assertThat(get(http + "/").body()).contains("<title>Almanac</title>");
            assertThat(get(http + "/webjars/uplot/1.6.30/dist/uPlot.esm.js").statusCode()).isEqualTo(200);
            assertThat(process.terminate()).isIn(0, 143);
        }
    }

    @Test
    void missingSettingsAreALineEachAndExitCodeOne() {
        JavaProcess process = AlmanacProcess.start(Map.of(), log());
        assertThat(process.awaitExit()).isEqualTo(1);
        assertThat(process.output())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("Cannot start: ").endsWith("is required and not set"))
                .anySatisfy(line -> assertThat(line).contains("ALMANAC_KAFKA_BOOTSTRAP_SERVERS"))
                .anySatisfy(line -> assertThat(line).contains("ALMANAC_REGISTRY_URL"))
                .anySatisfy(line -> assertThat(line).contains("ALMANAC_CALENDAR_BASE_URL"))
                .anySatisfy(line -> assertThat(line).contains("ALMANAC_LOCATIONS_FILE"));
    }

    @Test
    void wrongSettingsAreALineEachAndExitCodeOne() throws IOException {
        Path locations = Files.writeString(folder.resolve("locations.yaml"), """
                locations:
                  - id: loc-one
                    timeZone: Europe/Berlin
                    credential: nobody
                    calendars: [cal-one]
                """);
        Map<String, String> settings = new HashMap<>(Map.of(
                "ALMANAC_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + Ports.anyFree(),
                "ALMANAC_KAFKA_SETUP_TIMEOUT", "2s",
                "ALMANAC_REGISTRY_URL", "http://127.0.0.1:" + Ports.anyFree(),
                "ALMANAC_CALENDAR_BASE_URL", "http://127.0.0.1:" + Ports.anyFree(),
                "ALMANAC_LOCATIONS_FILE", locations.toString(),
                "ALMANAC_HTTP_PORT", String.valueOf(Ports.anyFree())));

        assertThat(failure(settings)).contains("ALMANAC_TOKEN_NOBODY");
        settings.put("ALMANAC_TOKEN_NOBODY", "secret-of-nobody");
        assertThat(failure(settings)).contains("no usable answer from Kafka").doesNotContain("secret-of-nobody");
        settings.put("ALMANAC_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1");
        assertThat(failure(settings))
                .contains("almanac.kafka.bootstrap-servers (ALMANAC_KAFKA_BOOTSTRAP_SERVERS) must be host:port");
        settings.put("ALMANAC_KAFKA_SHARDS", "0");
        assertThat(failure(settings)).contains("almanac.kafka.shards (ALMANAC_KAFKA_SHARDS) must be positive");
        settings.put("ALMANAC_KAFKA_SHARDS", "many");
        assertThat(failure(settings)).contains("almanac.kafka.shards (ALMANAC_KAFKA_SHARDS) must be a whole number");
        settings.put("ALMANAC_KAFKA_SHARDS", "3");
        settings.put("ALMANAC_LOCATIONS_FILE", folder.resolve("nowhere.yaml").toString());
        assertThat(failure(settings)).contains("nowhere.yaml does not exist");
    }

    /// The one line with which a start fails.
    private String failure(Map<String, String> settings) {
        Path log = log();
        JavaProcess process = AlmanacProcess.start(settings, log);
        assertThat(process.awaitExit()).isEqualTo(1);
        List<String> told = process.output().stream().filter(line -> !line.contains(" INFO ")).toList();
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    private Path log() {
        return folder.resolve("almanac-" + System.nanoTime() + ".log");
    }

    private static CalendarSimulator simulator() {
        VendorLocation location = VendorLocation.of(
                "loc-packaged",
                ZoneId.of("Asia/Kolkata"),
                List.of(VendorCalendar.of("cal-one", "round_robin", "user-one")),
                List.of(new VendorUser("user-one", "One", WeeklyHours.always())));
        return new CalendarSimulator(new SimulatedCalendar(InstantSource.system(), location), new FaultPlan()).start(0);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
