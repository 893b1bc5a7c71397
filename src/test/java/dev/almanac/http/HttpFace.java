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
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// The real HTTP server with the beans of this package alone, on a free port.
final class HttpFace implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ApplicationContext context;
    private final EmbeddedServer server;

    HttpFace(Queries queries) {
        context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(Map.of("micronaut.server.port", -1))
                .beanConfigurations(new OtherPackages())
                .singletons(queries)
                .start();
        server = context.getBean(EmbeddedServer.class).start();
    }

    record Answer(int status, String contentType, String body) {
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

    Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    Answer send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.getURL() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(), response.headers().firstValue("content-type").orElse(""), response.body());
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
