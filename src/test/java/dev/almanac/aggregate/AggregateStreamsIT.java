package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.dev.EmbeddedKafka;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateStreamsIT {
    private static final int SHARDS = 3;
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final Location NEW_YORK =
            Rows.location("America/New_York", Rows.daily("09:00-17:00"), Map.of("ann", Optional.empty()));
    private static final Rows NOON = Rows.of("a", "2026-06-01T12:00:00-04:00", "2026-06-01T13:00:00-04:00");

    @TempDir
    Path stateDir;

    private final TestTopics topics = new TestTopics("it-", SHARDS);
    private EmbeddedKafka kafka;
    private Map<String, Object> clients;
    private CellViews views;

    @BeforeAll
    static void threadsMayFail() {
        Awaitility.doNotCatchUncaughtExceptionsByDefault();
    }

    @BeforeEach
    void open() throws Exception {
        kafka = EmbeddedKafka.start();
        clients = Map.of("bootstrap.servers", kafka.bootstrapServers());
        views = new CellViews(this::consumer, topics.noShows(), topics.utilization(), Duration.ofMillis(100));
        // Before the topics are there, so that it has something to survive.
        views.start();
        createTopics();
        publish(topics.locations(), "loc", NEW_YORK);
    }

    @AfterEach
    void close() {
        views.close();
        kafka.close();
    }

    @Test
    void rowsBecomeFiguresInThePartitionOfTheirLocation() throws Exception {
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "a", NOON.status("showed").appointment());
            publish(topics.blockedTime(), "x", NOON.block());
            awaitAnn(figures -> figures.showed() == 1);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            views.utilization("loc", Scope.USER, "ann", DAY, DAY))
                    .singleElement()
                    .satisfies(cell -> assertThat(cell.figures().available()).isEqualTo(Duration.ofHours(7))));
            // A rebalance may be told after the figures that came through before it.
            await().until(() -> streams.state().running());
            assertThat(streams.state().failure()).isEmpty();
        }
        await().until(() -> views.state().caughtUp() && views.state().failure().isEmpty());
        assertThat(views.scopeIds("loc", Scope.CALENDAR)).containsExactly("cal");
        assertThat(partitionsHoldingCells()).containsOnly(Placement.partitionOf("loc", SHARDS));
    }

    @Test
    void aRestartGoesOnFromWhatWasKept() throws Exception {
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "a", NOON.status("showed").appointment());
            awaitAnn(figures -> figures.showed() == 1);
        }
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "b", Rows.of("b", NOON.start(), NOON.end()).status("noshow").appointment());
            awaitAnn(figures -> figures.showed() == 1 && figures.noShow() == 1);
        }
        assertThat(ann()).hasValueSatisfying(cell -> assertThat(cell.revision()).isEqualTo(2));
    }

    /// As a process leaves it that is killed while it throws a store away.
    @Test
    void aHalfDeletedStoreIsReadAgainFromKafka() throws Exception {
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "a", NOON.status("showed").appointment());
            awaitAnn(figures -> figures.showed() == 1);
        }
        try (Stream<Path> files = Files.walk(stateDir)) {
            List<Path> manifests = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST")
                            && file.getParent().endsWith("utilization-cells"))
                    .toList();
            assertThat(manifests).isNotEmpty();
            for (Path manifest : manifests) {
                Files.delete(manifest);
            }
        }
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "b", Rows.of("b", NOON.start(), NOON.end()).status("noshow").appointment());
            awaitAnn(figures -> figures.showed() == 1 && figures.noShow() == 1);
            await().until(() -> streams.state().running());
        }
    }

    @Test
    void anOutageOfTheBrokerIsWaitedFor() throws Exception {
        try (AggregateStreams streams = streams()) {
            streams.start();
            publish(topics.appointments(), "a", NOON.status("showed").appointment());
            awaitAnn(figures -> figures.showed() == 1);
            kafka.restart();
            publish(topics.appointments(), "a", NOON.status("noshow").appointment());
            awaitAnn(figures -> figures.showed() == 0 && figures.noShow() == 1);
            assertThat(streams.state().failed()).isFalse();
        }
    }

    @Test
    void aRegistryThatAnswersWithErrorsIsWaitedFor() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean well = new AtomicBoolean();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            if (!well.get()) {
                refused.incrementAndGet();
            }
            byte[] answer = well.get()
                    ? new JsonMapper().writeValueAsBytes(Map.of("schema", dev.almanac.schema.Appointment.SCHEMA$.toString()))
                    : "Service Unavailable".getBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(well.get() ? 200 : 503, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String name = topics.appointments().name();
        try (Registry writing = new Registry(RegistrySettings.of("mock://errors"));
                Registry reading = new Registry(new RegistrySettings(
                        "http://127.0.0.1:" + server.getAddress().getPort(), null, 0, Duration.ofMillis(1), Duration.ofSeconds(5),
                        true, Duration.ZERO));
                AggregateStreams streams = new AggregateStreams(
                        AggregateTopology.build(
                                new Topic<>(name, Serdes.String(), reading.appointments(name), Map.of()), topics.blockedTime(),
                                topics.locations(), topics.noShows(), topics.utilization(), SHARDS, TestTopics.PUNCTUATION),
                        new AggregateSettings(
                                stateDir, 1, Duration.ofMillis(20), Duration.ofSeconds(1), 64 << 20, 0, -1,
                                Duration.ofMinutes(15), Duration.ofMillis(200), 1, Duration.ofMinutes(10),
                                Duration.ofSeconds(10), Duration.ofSeconds(2)),
                        // A thread that failed keeps its place for as long as a session lasts.
                        "almanac", Map.of("bootstrap.servers", kafka.bootstrapServers(), "session.timeout.ms", 6000),
                        InstantSource.system())) {
            streams.start();
            publish(new Topic<>(name, Serdes.String(), writing.appointments(name), Map.of()), "a",
                    NOON.status("showed").appointment());
            // The threads that fail are what this is about.
            await().atMost(Duration.ofSeconds(60)).until(() -> refused.get() > 2);
            assertThat(streams.state().failed()).isFalse();
            assertThat(streams.state().failure()).isPresent();
            well.set(true);
            awaitAnn(figures -> figures.showed() == 1);
        } finally {
            server.stop(0);
        }
    }

    private AggregateStreams streams() {
        AggregateSettings settings = AggregateSettingsTest.with(stateDir, Duration.ofMillis(20));
        return new AggregateStreams(topics.topology(), settings, "almanac", clients, InstantSource.system());
    }

    private void awaitAnn(Predicate<NoShows.Figures> expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> ann().map(NoShows::figures).filter(expected).isPresent());
    }

    private Optional<NoShows> ann() {
        return views.noShows("loc", Scope.USER, "ann", DAY, DAY).stream().findFirst();
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "none",
                "default.api.timeout.ms", "5000");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private <V> void publish(Topic<String, V> topic, String key, V value) throws Exception {
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer())) {
            byte[] bytes = topic.valueSerde().serializer().serialize(topic.name(), value);
            int partition = Placement.partitionOf("loc", SHARDS);
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes)).get();
        }
    }

    private void createTopics() throws Exception {
        List<String> names = Stream.of(
                        topics.appointments(), topics.blockedTime(), topics.locations(), topics.noShows(),
                        topics.utilization())
                .map(Topic::name)
                .toList();
        try (Admin admin = Admin.create(clients)) {
            admin.createTopics(names.stream().map(name -> new NewTopic(name, SHARDS, (short) 1)).toList()).all().get();
        }
        // A topic just made can lose its first records until its leaders answer.
        await().ignoreExceptions().until(() -> !ends(names).isEmpty());
    }

    private List<Integer> partitionsHoldingCells() throws Exception {
        return ends(List.of(topics.noShows().name(), topics.utilization().name())).entrySet().stream()
                .filter(end -> end.getValue() > 0)
                .map(end -> end.getKey().partition())
                .toList();
    }

    private Map<TopicPartition, Long> ends(List<String> names) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = names.stream()
                .flatMap(name -> IntStream.range(0, SHARDS).mapToObj(place -> new TopicPartition(name, place)))
                .collect(Collectors.toMap(place -> place, _ -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(clients)) {
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }
}
