package dev.almanac.dev;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.testcontainers.kafka.KafkaContainer;

/// Gives tests a real broker, one per test run, as a parameter of type [Broker]. Which one is chosen by
/// `-Dtest.kafka=auto|embedded|docker`; `auto` takes Docker where an engine answers. Tests share it, so each uses
/// topics and groups of its own.
public final class TestKafka implements ParameterResolver {
    private static final String IMAGE = "apache/kafka:4.3.1";

    /// A running broker.
    public record Broker(String bootstrapServers) {
        /// A client to change its topics with; the caller's to close.
        public Admin admin() {
            return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        }
    }

    private record Running(Broker broker, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Broker.class;
    }

    @Override
    public Broker resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestKafka.class))
                .computeIfAbsent(Running.class, ignored -> run(System.getProperty("test.kafka", "auto")), Running.class)
                .broker();
    }

    private static Running run(String choice) {
        return switch (choice) {
            case "auto" -> DockerEngine.answers() ? docker() : embedded();
            case "embedded" -> embedded();
            case "docker" -> docker();
            default -> throw new IllegalArgumentException("test.kafka is auto, embedded or docker, not " + choice);
        };
    }

    private static Running embedded() {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        return new Running(new Broker(kafka.bootstrapServers()), kafka::close);
    }

    private static Running docker() {
        KafkaContainer kafka = new KafkaContainer(IMAGE);
        kafka.start();
        return new Running(new Broker(kafka.getBootstrapServers()), kafka::close);
    }
}
