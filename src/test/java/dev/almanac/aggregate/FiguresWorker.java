package dev.almanac.aggregate;

import dev.almanac.Topics;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The aggregates alone as a process, to be killed.
public final class FiguresWorker {
    static final String READY = "figures are being computed";
    static final int SHARDS = 3;
    static final Duration SESSION = Duration.ofSeconds(6);

    private FiguresWorker() {}

    /// Needs `FIGURES_KAFKA`, `FIGURES_REGISTRY`, `FIGURES_PREFIX`, `FIGURES_STATE`.
    public static void main(String[] arguments) throws InterruptedException {
        String prefix = System.getenv("FIGURES_PREFIX");
        Registry registry = new Registry(RegistrySettings.of(System.getenv("FIGURES_REGISTRY")));
        Topics topics = Topics.of(prefix, registry);
        AggregateSettings settings = new AggregateSettings(
                Path.of(System.getenv("FIGURES_STATE")), 1, Duration.ofMillis(100), Duration.ofSeconds(1), 16 << 20, 1, 1,
                Duration.ofMinutes(15), Duration.ofSeconds(1), 5, Duration.ofMinutes(10), Duration.ofSeconds(10),
                Duration.ofSeconds(2));
        AggregateStreams streams = new AggregateStreams(
                AggregateTopology.build(
                        topics.appointments(), topics.blockedTime(), topics.locations(), topics.noShows(),
                        topics.utilization(), SHARDS, settings.punctuationInterval()),
                settings, prefix + "figures", new KafkaClients(kafka(System.getenv("FIGURES_KAFKA"), prefix)).streams(),
                InstantSource.system());
        streams.start();
        while (!streams.state().running()) {
            Thread.sleep(50);
        }
        System.out.println(READY);
        Thread.currentThread().join();
    }

    static KafkaSettings kafka(String bootstrapServers, String prefix) {
        return new KafkaSettings(
                bootstrapServers, prefix + "group", "one", prefix, SHARDS, (short) 1, true, Duration.ofSeconds(60), SESSION,
                Duration.ofSeconds(2), Duration.ofSeconds(60), 500, null);
    }
}
