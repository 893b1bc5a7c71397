package dev.almanac.dev;

import dev.almanac.AlmanacNode;
import dev.almanac.Topics;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The real Almanac for one test: in this process, on a real broker and a real registry, in front of a simulated calendar,
/// with topics of its own. Settings are the defaults but for what makes a test quick.
public final class AlmanacUnderTest implements AutoCloseable {
    /// Few, so that a start is quick, and more than one, so that placement matters.
    public static final int SHARDS = 3;
    /// Long enough for a late effect of the simulator to be called late, short enough to be waited for.
    public static final Duration SETTLE = Duration.ofSeconds(3);

    private final Map<String, Object> settings;
    private final String prefix;
    private final Registry registry;
    private final Topics topics;
    private AlmanacNode node;
    private ApplicationContext context;

    public AlmanacUnderTest(
            TestKafka.Broker broker, TestRegistry.Server server, CalendarSimulator simulator, Path folder) {
        this.prefix = "test-" + UUID.randomUUID().toString().substring(0, 8) + "-";
        this.settings = settings(broker, server, simulator, folder);
        this.registry = new Registry(RegistrySettings.of(server.url()));
        this.topics = Topics.of(prefix, registry);
        try {
            Files.createDirectories(folder);
            DemoFiles.write(folder, simulator.calendar().locations(), 1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private AlmanacUnderTest(AlmanacUnderTest first, String instanceId, Path folder) {
        this.prefix = first.prefix;
        this.settings = new HashMap<>(first.settings);
        settings.put("almanac.kafka.instance-id", instanceId);
        settings.put("almanac.aggregates.state-dir", folder.resolve("streams").toString());
        settings.put("micronaut.server.port", Ports.anyFree());
        this.registry = new Registry(RegistrySettings.of(settings.get("almanac.registry.url").toString()));
        this.topics = Topics.of(prefix, registry);
    }

    /// Another process of the same Almanac, not started yet: it shares the shards with this one.
    ///
    /// @param folder of its own
    public AlmanacUnderTest peer(String instanceId, Path folder) {
        return new AlmanacUnderTest(this, instanceId, folder);
    }

    /// With another setting than usual, before it is started.
    public AlmanacUnderTest with(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /// Starts it, and returns once it is ready.
    public AlmanacUnderTest start() {
        begin();
        Waiting.until("Almanac is ready", Duration.ofSeconds(60), node::isReady);
        return this;
    }

    /// Starts it, and does not wait until it is ready, which it may never be.
    public AlmanacUnderTest begin() {
        context = context().start();
        node = context.getBean(AlmanacNode.class);
        node.start();
        return this;
    }

    /// A context with its settings and nothing started.
    public ApplicationContext context() {
        return ApplicationContext.builder()
                .deduceEnvironment(false)
                .environmentPropertySource(false)
                .banner(false)
                .propertySources(PropertySource.of("test", settings))
                .build();
    }

    /// Stops it as a signal does.
    public void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The group that its processes share the shards by.
    public String groupId() {
        return settings.get("almanac.kafka.group-id").toString();
    }

    public Topics topics() {
        return topics;
    }

    /// The same settings for an Almanac in a process of its own.
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) -> environment.put(
                key.replaceFirst("^micronaut\\.server", "almanac.http").toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                value.toString()));
        return environment;
    }

    private Map<String, Object> settings(
            TestKafka.Broker broker, TestRegistry.Server server, CalendarSimulator simulator, Path folder) {
        Map<String, Object> values = new HashMap<>();
        values.put("almanac.kafka.bootstrap-servers", broker.bootstrapServers());
        values.put("almanac.kafka.group-id", prefix + "almanac");
        values.put("almanac.kafka.instance-id", "one");
        values.put("almanac.kafka.topic-prefix", prefix);
        values.put("almanac.kafka.shards", SHARDS);
        values.put("almanac.kafka.session-timeout", "6s");
        values.put("almanac.kafka.heartbeat-interval", "500ms");
        values.put("almanac.registry.url", server.url());
        values.put("almanac.registry.unknown-schema-grace", "2s");
        values.put("almanac.calendar.base-url", simulator.baseUrl().toString());
        values.put("almanac.calendar.call-deadline", "2s");
        values.put("almanac.locations.file", folder.resolve("locations.yaml").toString());
        values.put("almanac.credentials.token-file", folder.resolve("tokens").toString());
        values.put("almanac.commands.settle", SETTLE.toMillis() + "ms");
        values.put("almanac.commands.doubt-interval", "500ms");
        values.put("almanac.commands.retry-interval", "200ms");
        values.put("almanac.aggregates.state-dir", folder.resolve("streams").toString());
        values.put("micronaut.server.port", Ports.anyFree());
        return values;
    }

    @Override
    public void close() {
        stop();
        registry.close();
    }
}
