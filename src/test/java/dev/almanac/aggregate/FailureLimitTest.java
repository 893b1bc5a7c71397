package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.almanac.change.AppointmentRow;
import dev.almanac.kafka.Topic;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailureLimitTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RuntimeException BUG = new StreamsException("wrong", new IllegalStateException("bug"));

    private final FailureLimit limit = new FailureLimit(2, Duration.ofMinutes(10));

    @Test
    void theOneTooManyEndsIt() {
        assertThat(limit.allows(BUG, NOW)).isTrue();
        assertThat(limit.allows(BUG, NOW.plusSeconds(1))).isTrue();
        assertThat(limit.allows(BUG, NOW.plusSeconds(2))).isFalse();
    }

    @Test
    void oldFailuresAreForgiven() {
        for (int minute = 0; minute < 100; minute += 6) {
            assertThat(limit.allows(BUG, NOW.plus(Duration.ofMinutes(minute)))).isTrue();
        }
    }

    @Test
    void outagesAreNotCounted() {
        for (int i = 0; i < 100; i++) {
            assertThat(limit.allows(new StreamsException(new TimeoutException("broker")), NOW)).isTrue();
            assertThat(limit.allows(new StreamsException(new SaslAuthenticationException("its directory is away")), NOW)).isTrue();
            assertThat(limit.allows(new TopicAuthorizationException("being changed"), NOW)).isTrue();
        }
        assertThat(FailureLimit.isOutage(BUG)).isFalse();
    }

    /// As Kafka Streams gives it to the handler, from a registry that is there and not well.
    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void aRegistryThatAnswersWithAnErrorIsAnOutage(int status) throws IOException {
        try (Figures figures = new Figures(status, "<html>", Duration.ZERO)) {
            assertThat(FailureLimit.isOutage(figures.whenReading())).isTrue();
            assertThat(FailureLimit.isOutage(figures.whenWriting())).isTrue();
        }
    }

    @Test
    void aRegistryThatIsNotThereIsAnOutage() throws IOException {
        Figures figures = new Figures(200, "", Duration.ZERO);
        figures.server.stop(0);
        assertThat(FailureLimit.isOutage(figures.whenReading())).isTrue();
        assertThat(FailureLimit.isOutage(figures.whenWriting())).isTrue();
        figures.close();
    }

    @Test
    void aSchemaThatIsNotKnownIsOneUntilItsGraceIsOver() throws IOException {
        String unknown = "{\"error_code\": 40403, \"message\": \"Schema not found\"}";
        try (Figures figures = new Figures(404, unknown, Duration.ofHours(1))) {
            assertThat(FailureLimit.isOutage(figures.whenReading())).isTrue();
        }
        try (Figures figures = new Figures(404, unknown, Duration.ZERO)) {
            assertThat(FailureLimit.isOutage(figures.whenReading())).isFalse();
        }
    }

    @Test
    void aStoreThatCannotBeReadIsNone() {
        byte[] ofAnotherVersion = {1};
        assertThatThrownBy(() -> StoreSerdes.kept(ofAnotherVersion))
                .satisfies(failure -> assertThat(FailureLimit.isOutage(new StreamsException(failure))).isFalse());
        byte[] cut = {2, 0};
        assertThatThrownBy(() -> StoreSerdes.kept(cut))
                .satisfies(failure -> assertThat(FailureLimit.isOutage(new StreamsException(failure))).isFalse());
    }

    /// The topology before a registry that gives every request the same answer.
    private static final class Figures implements AutoCloseable {
        private final HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        private final TestTopics held = new TestTopics("", 1);
        private final Registry registry;
        private final TopologyTestDriver reading;
        private final TopologyTestDriver writing;

        Figures(int status, String body, Duration grace) throws IOException {
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
                exchange.sendResponseHeaders(status, body.length());
                exchange.getResponseBody().write(body.getBytes());
                exchange.close();
            });
            server.start();
            registry = new Registry(new RegistrySettings(
                    "http://127.0.0.1:" + server.getAddress().getPort(), null, 0, Duration.ofMillis(1), Duration.ofSeconds(5),
                    true, grace));
            reading = driver(
                    topic("appointments", registry.appointments("appointments")), held.noShows(), held.utilization());
            writing = driver(
                    held.appointments(), topic("no-shows", registry.noShows("no-shows")),
                    topic("utilization", registry.utilization("utilization")));
        }

        private TopologyTestDriver driver(
                Topic<String, AppointmentRow> appointments, Topic<String, NoShows> noShows, Topic<String, Utilization> utilization) {
            Properties properties = new Properties();
            properties.put("application.id", "outage-" + System.identityHashCode(appointments));
            properties.put("bootstrap.servers", "unused:1");
            properties.put("state.dir", "target/figures-outage");
            return new TopologyTestDriver(
                    AggregateTopology.build(
                            appointments, held.blockedTime(), held.locations(), noShows, utilization, 1,
                            TestTopics.PUNCTUATION, Stores::inMemoryKeyValueStore, TestTopics.MANY),
                    properties, NOW);
        }

        private static <V> Topic<String, V> topic(String name, Serde<V> values) {
            return new Topic<>(name, Serdes.String(), values, Map.of());
        }

        Throwable whenReading() {
            return catchThrowable(() -> reading.createInputTopic(
                    "appointments", new StringSerializer(), new ByteArraySerializer()).pipeInput("a", new byte[] {0, 0, 0, 0, 7, 1}));
        }

        Throwable whenWriting() {
            StringSerializer keys = new StringSerializer();
            return catchThrowable(() -> {
                writing.createInputTopic("locations", keys, held.locations().valueSerde().serializer())
                        .pipeInput("loc", Rows.location("UTC", null, Map.of()));
                writing.createInputTopic("appointments", keys, held.appointments().valueSerde().serializer())
                        .pipeInput("a", Rows.of("a", "2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z").appointment());
            });
        }

        @Override
        public void close() {
            reading.close();
            writing.close();
            registry.close();
            server.stop(0);
        }
    }
}
