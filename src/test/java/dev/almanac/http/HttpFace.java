package dev.almanac.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.BeanContext;
import io.micronaut.context.BeanResolutionContext;
import io.micronaut.inject.BeanConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/// The real HTTP server with the beans of this package alone, on a free port.
final class HttpFace implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApplicationContext context;
    private final EmbeddedServer server;

    HttpFace(Queries queries) {
        this(Map.of(), queries);
    }

    /// @param settings more than the defaults
    /// @param beans    what the wiring would give
    HttpFace(Map<String, Object> settings, Object... beans) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("micronaut.server.port", -1);
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(all)
                .beanConfigurations(new OtherPackages())
                .singletons(beans)
                .start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    record Answer(int status, String contentType, String body, HttpHeaders headers) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonNode json() throws IOException {
            return new JsonMapper().readTree(body);
        }
    }

    HealthSignals signals() {
        return context.getBean(HealthSignals.class);
    }

    int port() {
        return server.getPort();
    }

    /// @param headers names and values in turn
    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    /// @param headers names and values in turn
    Answer send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.getURL() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            builder.headers(headers);
        }
        HttpRequest request = builder.build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(), response.headers().firstValue("content-type").orElse(""), response.body(),
                response.headers());
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }

    /// Switches Almanac's other beans off, which would look for Kafka.
    private static final class OtherPackages implements BeanConfiguration {
        @Override
        public boolean isWithin(String className) {
            return className.startsWith("dev.almanac.") && !className.startsWith(HttpFace.class.getPackageName() + ".");
        }

        @Override
        public boolean isEnabled(BeanContext context, BeanResolutionContext resolution) {
            return false;
        }

        @Override
        public String getName() {
            return "dev.almanac";
        }

        @Override
        public Package getPackage() {
            return HttpFace.class.getPackage();
        }

        @Override
        public String getVersion() {
            return "";
        }
    }
}
