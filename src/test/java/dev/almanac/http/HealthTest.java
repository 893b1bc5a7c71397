package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.almanac.http.HealthSignals.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private HttpFace http;

    @BeforeEach
    void start() {
        http = new HttpFace(new Queries(
                (location, scope, id, from, to) -> List.of(), (location, scope, id, from, to) -> List.of(), () -> true, List::of));
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void aProcessThatIsStartingIsAliveButNotReady() throws Exception {
        assertThat(http.get("/health/liveness").status()).isEqualTo(200);
        HttpFace.Answer readiness = http.get("/health/readiness");
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.json().at("/details/readiness/details/reasons/0").asText())
                .isEqualTo("nothing has reported yet");
    }

    @Test
    void readinessSaysWhatIsMissing() throws Exception {
        http.signals().readiness("shards", () -> new Health(true, "12 of 12 owned"));
        http.signals().readiness("kafka", () -> new Health(false, "no broker answers"));

        HttpFace.Answer down = http.get("/health/readiness");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.json().at("/details/readiness/details").toString())
                .isEqualTo("""
                        {"reasons":["kafka: no broker answers"],\
                        "parts":{"kafka":"no broker answers","shards":"12 of 12 owned"}}""");

        http.signals().readiness("kafka", () -> new Health(true, "connected"));
        assertThat(http.get("/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void livenessIsItsOwnProgressOnly() throws Exception {
        http.signals().readiness("kafka", () -> new Health(false, "no broker answers"));
        assertThat(http.get("/health/liveness").status()).isEqualTo(200);

        http.signals().liveness("loop 1", () -> new Health(false, "no turn for 5 minutes"));
        HttpFace.Answer dead = http.get("/health/liveness");
        assertThat(dead.status()).isEqualTo(503);
        assertThat(dead.body()).contains("loop 1: no turn for 5 minutes");
    }

    @Test
    void aCheckThatFailsCountsAsDownAndTellsNothing() throws Exception {
        http.signals().readiness("broken", () -> {
            throw new IllegalStateException("secret");
        });

        HttpFace.Answer answer = http.get("/health/readiness");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("the check itself failed: IllegalStateException").doesNotContain("secret");
    }

    @Test
    void onlyAlmanacsOwnIndicatorsAnswer() throws Exception {
        http.signals().readiness("kafka", () -> new Health(true, "connected"));

        assertThat(http.get("/health/liveness").json().get("details").fieldNames()).toIterable().containsExactly("liveness");
        assertThat(http.get("/health/readiness").json().get("details").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("readiness", "gracefulShutdown");
    }

    @Test
    void prometheusAnswersWithTheMetricsOfTheProcess() throws Exception {
        HttpFace.Answer metrics = http.get("/prometheus");

        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.contentType()).startsWith("text/plain");
        assertThat(metrics.body()).contains("# TYPE jvm_threads_live_threads gauge", "\nalmanac_live 1.0", "\nalmanac_ready 0.0");

        http.signals().readiness("kafka", () -> new Health(true, "connected"));
        http.signals().liveness("loop 1", () -> new Health(false, "no turn for 5 minutes"));
        assertThat(http.get("/prometheus").body()).contains("\nalmanac_live 0.0", "\nalmanac_ready 1.0");
    }

    @Test
    void theHealthCheckOfTheImageAsksForLiveness() throws Exception {
        assertThat(healthCheckOfTheImage()).isZero();

        http.signals().liveness("loop 1", () -> new Health(false, "no turn for 5 minutes"));
        assertThat(healthCheckOfTheImage()).isNotZero();
    }

    private int healthCheckOfTheImage() throws Exception {
        Matcher check = Pattern.compile("HEALTHCHECK .*\\\\\\R\\s+CMD (\\[.*])")
                .matcher(Files.readString(Path.of("deploy/Dockerfile")));
        assertThat(check.find()).isTrue();
        String[] command = new JsonMapper().readValue(check.group(1).replace("8080", "" + http.port()), String[].class);
        return new ProcessBuilder(command).start().waitFor();
    }

    @Test
    void otherEndpointsOfTheFrameworkAreOff() throws Exception {
        for (String path : List.of("/beans", "/env", "/info", "/loggers", "/metrics", "/routes", "/threaddump", "/stop")) {
            assertThat(http.get(path).status()).as(path).isEqualTo(404);
        }
    }
}
