package dev.almanac.dev;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Map;

/// Where the development environment listens, all of it on the loopback interface.
///
/// @param kafkaPort    `ALMANAC_DEV_KAFKA_PORT`
/// @param registryPort `ALMANAC_DEV_REGISTRY_PORT`
/// @param calendarPort `ALMANAC_DEV_CALENDAR_PORT`
/// @param httpPort     `ALMANAC_HTTP_PORT`, as for Almanac itself
record DevSettings(int kafkaPort, int registryPort, int calendarPort, int httpPort) {
    static final String CALENDAR_PORT = "ALMANAC_DEV_CALENDAR_PORT";
    static final String HTTP_PORT = "ALMANAC_HTTP_PORT";

    static DevSettings from(Map<String, String> environment) {
        return new DevSettings(
                port(environment, EmbeddedKafka.PORT_SETTING, 9092),
                port(environment, EmbeddedRegistry.PORT_SETTING, 8081),
                port(environment, CALENDAR_PORT, 8082),
                port(environment, HTTP_PORT, 8080));
    }

    /// Fails before anything is started where one of the ports is taken.
    void requireFreePorts() {
        Ports.requireFree(kafkaPort, EmbeddedKafka.PORT_SETTING);
        Ports.requireFree(registryPort, EmbeddedRegistry.PORT_SETTING);
        Ports.requireFree(calendarPort, CALENDAR_PORT);
        Ports.requireFree(httpPort, HTTP_PORT);
    }

    /// The settings of an Almanac that uses all of this. Those by which the parts find each other are spelled out although
    /// they are defaults: variables of another Almanac, left over in the shell, must not reach in here.
    ///
    /// @param shards partitions of every topic
    Map<String, Object> almanac(String bootstrapServers, String registryUrl, String calendarUrl, Path work, int shards) {
        return Map.ofEntries(
                entry("almanac.kafka.bootstrap-servers", bootstrapServers),
                entry("almanac.kafka.group-id", "almanac"),
                entry("almanac.kafka.instance-id", "dev"),
                entry("almanac.kafka.topic-prefix", ""),
                entry("almanac.kafka.shards", shards),
                entry("almanac.kafka.replication-factor", "1"),
                entry("almanac.aggregates.replication-factor", "1"),
                entry("almanac.registry.url", registryUrl),
                entry("almanac.calendar.base-url", calendarUrl),
                entry("almanac.locations.file", work.resolve("locations.yaml").toString()),
                entry("almanac.credentials.token-file", work.resolve("tokens").toString()),
                entry("almanac.aggregates.state-dir", work.resolve("streams").toString()),
                entry("micronaut.server.host", "127.0.0.1"),
                entry("micronaut.server.port", httpPort));
    }

    private static int port(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, "").strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException unreadable) {
            // told below
        }
        throw new IllegalArgumentException(name + " must be a port between 1 and 65535, not '" + text + "'");
    }
}
