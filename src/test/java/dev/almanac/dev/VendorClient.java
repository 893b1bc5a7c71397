package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/// Speaks to the simulator as any client of the vendor would, for the simulator's own tests.
final class VendorClient implements AutoCloseable {
    static final String APPOINTMENTS = "/calendars/events/appointments";

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CalendarSimulator simulator;
    private final String token;

    VendorClient(CalendarSimulator simulator, String token) {
        this.simulator = simulator;
        this.token = token;
    }

    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(simulator.baseUrl().resolve(path));
    }

    /// @param body written as JSON; null: none
    HttpRequest.Builder request(String method, String path, Object body) throws IOException {
        return bare(path)
                .header("Authorization", "Bearer " + token)
                .header("Version", "2021-04-15")
                .header("Content-Type", "application/json")
                .method(method, body == null
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(mapper.writeValueAsString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, Object body) throws IOException, InterruptedException {
        return send(request(method, path, body));
    }

    HttpClient http() {
        return http;
    }

    JsonNode json(HttpResponse<String> answer) throws IOException {
        return mapper.readTree(answer.body());
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", path, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    /// Sends a request that must be answered by this error, in the vendor's shape, and without any effect.
    void refused(int status, String message, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        JsonNode body = json(answer);
        JsonNode told = body.get("message");
        assertThat(told.isArray() ? told.get(0).asText() : told.asText()).isEqualTo(message);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(body.get("statusCode").asInt()).isEqualTo(status);
        String traceId = body.get("traceId").asText();
        assertThat(simulator.ledger().requests().getLast().traceId()).isEqualTo(traceId);
        assertThat(simulator.ledger().requests().getLast().status()).isEqualTo(status);
        assertThat(simulator.ledger().effectsOfRequest(traceId)).isEmpty();
    }

    @Override
    public void close() {
        http.close();
    }
}
