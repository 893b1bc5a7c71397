package dev.almanac.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String OLD = "the-old-token-0123456789";
    private static final String NEW = "the-new-token-0123456789";
    private static final String FIGURES = "/no-shows?locationId=loc&from=2026-03-01&to=2026-03-01";

    @TempDir
    Path folder;

    @Test
    void withoutATokenFileEverybodyMayAsk() throws Exception {
        try (HttpFace http = new HttpFace(queries())) {
            assertThat(http.get(FIGURES).status()).isEqualTo(200);
            assertThat(http.get("/locations").status()).isEqualTo(200);
        }
    }

    @Test
    void withATokenFileATokenIsNeeded() throws Exception {
        try (HttpFace http = closed()) {
            for (String path : List.of(FIGURES, "/utilization", "/locations", "/locations/", "/nowhere", "/%6eo-shows")) {
                HttpFace.Answer answer = http.get(path);
                assertThat(answer.status()).as(path).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"almanac\"");
                assertThat(answer.body()).isEqualTo("""
                        {"error":{"code":"unauthorized",\
                        "message":"a token is needed: send Authorization: Bearer <token>"}}""");
            }
            assertThat(http.send("POST", "/no-shows").status()).isEqualTo(401);
        }
    }

    @Test
    void everyTokenOfTheFileOpens() throws Exception {
        try (HttpFace http = closed()) {
            assertThat(http.get(FIGURES, "Authorization", "Bearer " + OLD).status()).isEqualTo(200);
            assertThat(http.get(FIGURES, "Authorization", "bearer  " + NEW).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer the-old-token-012345678", "Basic the-old-token-0123456789", "Bearer # a comment of the file"})
    void nothingElseDoes(String header) throws Exception {
        try (HttpFace http = closed()) {
            assertThat(http.get(FIGURES, "Authorization", header).status()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/dashboard/..", "/dashboard/%2e%2e", "/dashboard/%2E%2E%2F..", "/health/..", "/webjars/..", "/webjars/%2e%2e%2f", "/.", "/",
        "/dashboard/..;", "/index.html/.."
    })
    void noWayRoundAboutLeadsIn(String detour) throws Exception {
        try (HttpFace http = closed()) {
            assertThat(http.get(detour + FIGURES).status()).isIn(400, 401, 404);
        }
    }

    @Test
    void healthStaysOpenAndMetricsWhichNameUsersDoNot() throws Exception {
        try (HttpFace http = closed()) {
            assertThat(http.get("/health/liveness").status()).isEqualTo(200);
            assertThat(http.get("/prometheus").status()).isEqualTo(401);
            HttpFace.Answer metrics = http.get("/prometheus", "Authorization", "Bearer " + OLD);
            assertThat(metrics.status()).isEqualTo(200);
            assertThat(metrics.body()).contains("almanac_live").doesNotContain(OLD, NEW);
        }
        try (HttpFace http = new HttpFace(queries())) {
            assertThat(http.get("/prometheus").status()).isEqualTo(200);
        }
    }

    /// A web page whose name resolves to this machine is, for a browser, a page of this server.
    @ParameterizedTest
    @ValueSource(strings = {
        "rebound.example", "rebound.example:8080", "localhost.rebound.example", "127.0.0.1.rebound.example", "127.0.0.2", "192.168.0.7",
        "localhost:8080@rebound.example", "[::2]", "0.0.0.0", "localhost."
    })
    void withoutATokenFileThisMachineIsAnsweredUnderItsOwnNameOnly(String name) throws Exception {
        try (HttpFace http = new HttpFace(queries())) {
            for (String path : List.of(FIGURES, "/", "/locations", "/prometheus", "/openapi.yaml")) {
                assertThat(underTheName(name, path, http)).as(path).startsWith("HTTP/1.1 403 ")
                        .contains("only under the names localhost, 127.0.0.1 and [::1]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080"})
    void theNamesOfThisMachineAreAnswered(String name) throws Exception {
        try (HttpFace http = new HttpFace(queries())) {
            assertThat(underTheName(name, FIGURES, http)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoHasATokenOrIsLetInFromElsewhereMayUseAnyName() throws Exception {
        try (HttpFace http = closed()) {
            assertThat(underTheName("almanac.example", FIGURES + " HTTP/1.1\r\nAuthorization: Bearer " + OLD, http))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(underTheName("almanac.example", FIGURES, http)).startsWith("HTTP/1.1 401 ");
        }
        try (HttpFace http = new HttpFace(Map.of("micronaut.server.host", "0.0.0.0"), queries())) {
            assertThat(underTheName("almanac.example", FIGURES, http)).startsWith("HTTP/1.1 200 ");
        }
    }

    /// Java's client does not let a program choose the name of the host.
    private static String underTheName(String name, String path, HttpFace http) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            String line = path.contains("\r\n") ? path : path + " HTTP/1.1";
            socket.getOutputStream().write(
                    ("GET " + line + "\r\nHost: " + name + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aTokenFileThatCannotBeUsedStopsTheStart() throws Exception {
        Path file = folder.resolve("tokens");
        refused(file, "does not exist");
        refused(Files.writeString(file, "# nothing\n"), "holds no token");
        refused(Files.writeString(file, "short-secret\n"), "fewer than 16 characters");
        assertThatThrownBy(() -> new HttpFace(
                        Map.of("almanac.http.token-file", folder.resolve("nowhere").toString()), queries()))
                .hasStackTraceContaining("nowhere does not exist");
    }

    @Test
    void everyAnswerTellsBrowsersWhatTheyMayDo() throws Exception {
        try (HttpFace http = closed()) {
            for (String path : List.of(FIGURES, "/health/liveness", "/nowhere")) {
                HttpFace.Answer answer = http.get(path, "Authorization", "Bearer " + OLD);
                assertThat(answer.header("Content-Security-Policy")).as(path).isEqualTo(SafeHeaders.POLICY);
                assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            }
        }
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> BearerTokens.read(file))
                .hasMessageContaining("ALMANAC_HTTP_TOKEN_FILE")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("short-secret");
    }

    private HttpFace closed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("http-tokens"), "# a comment of the file\n\n  " + OLD + "  \n" + NEW + "\n");
        return new HttpFace(Map.of("almanac.http.token-file", file.toString()), queries());
    }

    private static Queries queries() {
        return new Queries(
                (location, scope, id, from, to) -> List.of(), (location, scope, id, from, to) -> List.of(), () -> true,
                List::of);
    }
}
