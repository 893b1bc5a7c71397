package dev.almanac.aggregate;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.Topics;
import dev.almanac.aggregate.FiguresRun.Input;
import dev.almanac.aggregate.FiguresRun.OfAppointment;
import dev.almanac.aggregate.FiguresRun.OfBlock;
import dev.almanac.aggregate.FiguresRun.OfLocation;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.TopicFollower.Entry;
import dev.almanac.dev.Waiting;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.kafka.TopicSetup;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import dev.almanac.wire.WrittenCells;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Two processes compute figures on a broker, each a standby of the other, and are killed in turn while rows come in. What
/// they have told in the end is held against a [Recount].
@ExtendWith({TestKafka.class, TestRegistry.class})
class FiguresCrashIT {
    private static final int KILLS = Integer.getInteger("figures.kills", 2);
    private static final int RECORDS = Integer.getInteger("figures.records", 800);
    private static final long SEED = Long.getLong("figures.seed", 1);

    private final String prefix = "crash-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Random random = new Random(SEED);
    private final Recount recount = new Recount();
    private final Set<String> locations = new HashSet<>();

    @Test
    void cellsEqualARecountHoweverOftenWhoComputesThemIsKilled(
            TestKafka.Broker broker, TestRegistry.Server server, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        KafkaSettings settings = FiguresWorker.kafka(broker.bootstrapServers(), prefix);
        KafkaClients clients = new KafkaClients(settings);
        try (Registry registry = new Registry(RegistrySettings.of(server.url())); Admin admin = clients.admin()) {
            Topics topics = Topics.of(prefix, registry);
            new TopicSetup(admin, settings).prepare(topics.all());
            try (Producer<byte[], byte[]> producer = clients.producer("rows");
                    TopicFollower<NoShows> noShows = new TopicFollower<>(broker.bootstrapServers(), topics.noShows());
                    TopicFollower<Utilization> utilization =
                            new TopicFollower<>(broker.bootstrapServers(), topics.utilization())) {
                List<JavaProcess> workers = new ArrayList<>();
                try {
                    workers.add(worker(broker, server, folder, 0).awaitReady());
                    workers.add(worker(broker, server, folder, 1).awaitReady());
                    FiguresWorld world = new FiguresWorld(random, LocalDate.now(ZoneOffset.UTC).minusDays(2));
                    for (int kill = 0; kill < KILLS; kill++) {
                        publish(world, topics, producer, RECORDS / (KILLS + 1));
                        Thread.sleep(random.nextInt(500));
                        workers.get(kill % 2).kill();
                        publish(world, topics, producer, 20);
                        workers.set(kill % 2, worker(broker, server, folder, kill % 2).awaitReady());
                    }
                    publish(world, topics, producer, RECORDS / (KILLS + 1));
                    for (Input last : world.everyLocation(Instant.now())) {
                        publish(last, topics, producer);
                    }
                    Waiting.untilRight("every cell", PATIENCE, () -> wrong(last(noShows), last(utilization)));
                    System.out.printf("%d kills: %d cells told, %d of them at last, all equal a recount%n", KILLS,
                            noShows.entries().size() + utilization.entries().size(),
                            last(noShows).size() + last(utilization).size());
                    assertNumbered(noShows.entries());
                    assertNumbered(utilization.entries());
                    assertThat(noShows.entries()).allSatisfy(told -> assertThat(figures(told).addsUp()).as(told.key()).isTrue());
                    assertThat(utilization.entries()).allSatisfy(told -> assertThat(
                            Recount.OfUtilization.told(WrittenCells.utilization(told.raw().value())).addsUp())
                            .as(told.key()).isTrue());
                } finally {
                    workers.forEach(JavaProcess::close);
                }
            }
        }
    }

    private JavaProcess worker(TestKafka.Broker broker, TestRegistry.Server registry, Path folder, int number) {
        return JavaProcess.startMain(
                FiguresWorker.class,
                Map.of(
                        "FIGURES_KAFKA", broker.bootstrapServers(), "FIGURES_REGISTRY", registry.url(),
                        "FIGURES_PREFIX", prefix, "FIGURES_STATE", folder.resolve("state-" + number).toString()),
                FiguresWorker.READY, folder.resolve("worker-" + number + ".log"));
    }

    private void publish(FiguresWorld world, Topics topics, Producer<byte[], byte[]> producer, int records)
            throws Exception {
        for (int i = 0; i < records; i++) {
            publish(world.next(Instant.now()), topics, producer);
            if (i % 20 == 0) {
                Thread.sleep(20);
            }
        }
        producer.flush();
    }

    private void publish(Input input, Topics topics, Producer<byte[], byte[]> producer) throws Exception {
        switch (input) {
            case OfAppointment(var key, var row) when row != null -> {
                recount.take(row);
                send(producer, topics.appointments(), row.locationId(), key, row);
            }
            case OfBlock(var key, var row) when row != null -> {
                recount.take(row);
                send(producer, topics.blockedTime(), row.locationId(), key, row);
            }
            case OfLocation(var key, var location, _) -> {
                recount.take(key, location);
                locations.add(key);
                send(producer, topics.locations(), key, key, location);
            }
            default -> {}
        }
    }

    private static <V> void send(
            Producer<byte[], byte[]> producer, Topic<String, V> topic, String location, String key, V value) {
        producer.send(new ProducerRecord<>(
                topic.name(), Placement.partitionOf(location, FiguresWorker.SHARDS), key.getBytes(),
                topic.valueSerde().serializer().serialize(topic.name(), value)));
    }

    private List<String> wrong(Map<String, Entry<NoShows>> noShows, Map<String, Entry<Utilization>> utilization) {
        List<String> wrong = new ArrayList<>();
        Instant now = Instant.now();
        Set<String> missing = new TreeSet<>();
        for (String location : locations) {
            recount.noShowCells(location).stream().map(CellKey::toString).filter(key -> !noShows.containsKey(key))
                    .forEach(missing::add);
            recount.utilizationCells(location).stream().map(CellKey::toString).filter(key -> !utilization.containsKey(key))
                    .forEach(missing::add);
        }
        missing.forEach(key -> wrong.add("missing " + key));
        noShows.values().forEach(told -> compare(told, figures(told), recount.noShows(told.value().key(), now), wrong));
        utilization.values().forEach(told -> compare(
                told, Recount.OfUtilization.told(WrittenCells.utilization(told.raw().value())),
                recount.utilization(told.value().key()), wrong));
        return wrong;
    }

    private void compare(Entry<? extends Cell> entry, Object told, Object recounted, List<String> wrong) {
        if (!recounted.equals(told)) {
            wrong.add(entry.key() + " is told as " + told + " and recounted as " + recounted);
        }
        ZoneId zone = recount.location(entry.value().key().locationId()).timeZone();
        if (!entry.value().timeZone().equals(zone)) {
            wrong.add(entry.key() + " is of " + entry.value().timeZone() + ", its location of " + zone);
        }
    }

    private static Recount.OfNoShows figures(Entry<NoShows> entry) {
        return Recount.OfNoShows.told(WrittenCells.noShows(entry.raw().value()));
    }

    private static <C extends Cell> Map<String, Entry<C>> last(TopicFollower<C> topic) {
        Map<String, Entry<C>> last = new HashMap<>();
        topic.entries().forEach(entry -> last.put(entry.key(), entry));
        return last;
    }

    private static <C extends Cell> void assertNumbered(List<Entry<C>> entries) {
        Map<String, Cell> last = new HashMap<>();
        for (Entry<C> entry : entries) {
            Cell before = last.put(entry.key(), entry.value());
            assertThat(entry.value().revision()).as(entry.key()).isEqualTo(before == null ? 1 : before.revision() + 1);
            if (before != null) {
                assertThat(entry.value().asOf()).as(entry.key()).isAfterOrEqualTo(before.asOf());
            }
        }
    }
}
