package dev.almanac.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {
    @Test
    void onlyTheBrokerMustBeNamed() {
        KafkaSettings bound = bind(Map.of("almanac.kafka.bootstrap-servers", "broker:9092"));
        assertThat(bound).isEqualTo(KafkaSettings.of("broker:9092"));
        assertThat(bound.instanceId()).isNotBlank();
    }

    @Test
    void everyKeyIsBound() {
        Map<String, Object> keys = new HashMap<>(Map.of(
                "bootstrap-servers", "b:1", "group-id", "g", "instance-id", "i", "topic-prefix", "p.", "shards", 3,
                "replication-factor", 2, "create-topics", false, "setup-timeout", "5s", "session-timeout", "7s",
                "heartbeat-interval", "2s"));
        keys.putAll(Map.of("max-poll-interval", "9s", "max-poll-records", 10, "properties-file",
                "/etc/kafka.properties"));
        Map<String, Object> prefixed = new HashMap<>();
        keys.forEach((key, value) -> prefixed.put("almanac.kafka." + key, value));
        assertThat(bind(prefixed)).isEqualTo(new KafkaSettings(
                "b:1", "g", "i", "p.", 3, (short) 2, false, Duration.ofSeconds(5), Duration.ofSeconds(7),
                Duration.ofSeconds(2), Duration.ofSeconds(9), 10, Path.of("/etc/kafka.properties")));
    }

    @ParameterizedTest
    @CsvSource({"bootstrap-servers,''", "shards,0", "replication-factor,0", "topic-prefix,a b", "session-timeout,1s",
        "max-poll-records,0", "setup-timeout,0s"})
    void aWrongValueIsNamedByItsKey(String key, String value) {
        Map<String, Object> keys = new HashMap<>(Map.of("almanac.kafka.bootstrap-servers", "b:1"));
        keys.put("almanac.kafka." + key, value);
        assertThatThrownBy(() -> bind(keys)).hasStackTraceContaining("almanac.kafka." + key + " m");
    }

    @Test
    void thePropertiesFileReachesEveryClientAndNoText(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("client.properties"), "sasl.jaas.config=secret\n");
        KafkaSettings settings = bind(Map.of(
                "almanac.kafka.bootstrap-servers", "b:1", "almanac.kafka.properties-file", file.toString()));
        KafkaClients clients = new KafkaClients(settings);
        assertThat(clients.streams()).containsEntry("sasl.jaas.config", "secret");
        assertThat(clients.toString()).doesNotContain("secret");
        Files.delete(file);
        assertThatThrownBy(() -> new KafkaClients(settings))
                .isInstanceOf(SetupFailed.class)
                .hasMessageContaining("almanac.kafka.properties-file");
    }

    private static KafkaSettings bind(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(KafkaSettings.class);
        }
    }
}
