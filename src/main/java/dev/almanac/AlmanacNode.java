package dev.almanac;

import dev.almanac.aggregate.AggregateSettings;
import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.aggregate.AggregateTopology;
import dev.almanac.aggregate.CellViews;
import dev.almanac.calendar.CalendarApi;
import dev.almanac.calendar.CalendarSettings;
import dev.almanac.command.CommandSettings;
import dev.almanac.http.HealthSignals;
import dev.almanac.http.LiveQueries;
import dev.almanac.http.Queries;
import dev.almanac.kafka.ClusterWatch;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.kafka.SetupFailed;
import dev.almanac.kafka.TopicSetup;
import dev.almanac.live.LiveSettings;
import dev.almanac.live.LiveViews;
import dev.almanac.location.CredentialSettings;
import dev.almanac.location.Credentials;
import dev.almanac.location.Location;
import dev.almanac.location.LocationSettings;
import dev.almanac.location.LocationsFile;
import dev.almanac.shard.LocationBoard;
import dev.almanac.shard.LocationPublisher;
import dev.almanac.shard.LocationTable;
import dev.almanac.shard.ShardClients;
import dev.almanac.shard.ShardLoop;
import dev.almanac.shard.ShardLoops;
import dev.almanac.shard.ShardMetrics;
import dev.almanac.shard.ShardRules;
import dev.almanac.shard.ShardSettings;
import dev.almanac.shard.ShardTopics;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import dev.almanac.wire.SchemaRegistration;
import dev.almanac.wire.ShardCodec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that one process of Almanac runs, put together, started in order and closed in the opposite one.
///
/// Starting checks what can be checked before it touches anything: settings, locations, tokens; then topics and schemas. Each
/// failure is an exception whose message says what to mend.
public final class AlmanacNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlmanacNode.class);

    private static final Duration CLOSE_ADMIN_WITHIN = Duration.ofSeconds(1);

    private final Settings settings;
    private final InstantSource clock;
    private final ShardMetrics metrics;
    private final LocationBoard board;
    private final LiveViews live;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile Running running;

    /// The settings of every part.
    public record Settings(
            KafkaSettings kafka,
            RegistrySettings registry,
            CalendarSettings calendar,
            CommandSettings commands,
            ShardSettings shard,
            AggregateSettings aggregates,
            LiveSettings live,
            LocationSettings locations,
            CredentialSettings credentials) {}

    private record Running(
            ShardLoops loops, AggregateStreams streams, CellViews views, LocationTable locations, ClusterWatch cluster) {}

    public AlmanacNode(Settings settings, InstantSource clock, MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.metrics = new ShardMetrics(meters);
        this.board = new LocationBoard(meters, clock);
        this.live = new LiveViews(settings.live(), clock);
        Gauge.builder("almanac.aggregates.restoring", this, it -> it.running == null ? 0 : it.running.streams().state().restoring())
                .description("Records that are still to be read back into the stores of the aggregates")
                .register(meters);
    }

    /// Starts everything; what was opened before a failure is closed again.
    public void start() {
        if (!opened.isEmpty()) {
            throw new IllegalStateException("it was started already");
        }
        try {
            open();
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    /// What is served over HTTP of the figures. Asked for them only once they have caught up.
    public Queries queries() {
        return NodeQueries.ofFigures(
                () -> running == null ? null : running.views(), () -> running == null ? null : running.locations(), board, clock);
    }

    /// What is served over HTTP of that which goes on now.
    public LiveQueries liveQueries() {
        return NodeQueries.ofNow(live, () -> running == null ? null : running.locations(), clock);
    }

    /// Whether it can do all of its work now.
    public boolean isReady() {
        Running parts = running;
        return parts != null
                && NodeHealth.loopsReady(parts.loops().states()).up()
                && NodeHealth.locationsReady(parts.locations()).up()
                && NodeHealth.streamsReady(parts.streams().state()).up()
                && NodeHealth.viewsReady(parts.views().state()).up()
                && NodeHealth.viewsReady(live.state()).up();
    }

    /// Makes its state known to whoever asks for health.
    public void report(HealthSignals health) {
        health.liveness("shards", () -> NodeHealth.loopsAlive(
                running == null ? null : running.loops().states(), settings.shard().stalledAfter(), clock.instant()));
        health.readiness("shards", () -> NodeHealth.loopsReady(running == null ? null : running.loops().states()));
        health.readiness("kafka", () -> NodeHealth.kafkaReady(
                running == null ? Optional.of("starting") : running.cluster().trouble()));
        health.readiness("locations", () -> NodeHealth.locationsReady(running == null ? null : running.locations()));
        health.readiness("calendar", () -> NodeHealth.calendarReady(board.all()));
        health.readiness("aggregates", () -> NodeHealth.streamsReady(running == null ? null : running.streams().state()));
        health.readiness("live", () -> NodeHealth.viewsReady(live.state()));
        health.readiness("figures", () -> NodeHealth.viewsReady(running == null ? null : running.views().state()));
    }

    private void open() {
        List<Location> locations = LocationsFile.read(settings.locations().file());
        Credentials credentials = Credentials.load(settings.credentials(), System.getenv(), clock);
        credentials.requireAll(locations);

        Registry registry = closing(new Registry(settings.registry()));
        Topics topics = Topics.of(settings.kafka().topicPrefix(), registry);
        KafkaClients kafka = new KafkaClients(settings.kafka());
        Admin admin = kafka.admin();
        // Without a limit it would wait for answers of a broker that is away.
        closing(() -> admin.close(CLOSE_ADMIN_WITHIN));
        new TopicSetup(admin, settings.kafka()).prepare(topics.all());
        new SchemaRegistration(registry, settings.registry()).registerAll(topics.all(), settings.kafka().setupTimeout());

        int shards = settings.kafka().shards();
        ShardTopics shardTopics = new ShardTopics(
                topics.commands().name(), topics.journal(), topics.appointments(), topics.blockedTime(),
                topics.locations(), shards);
        apply(locations, kafka, clients(0, kafka, admin), shardTopics);

        LocationTable table = closing(new LocationTable(
                () -> kafka.reader("locations"), topics.locations(), shards, settings.shard().backoff()));
        CalendarApi api = closing(new CalendarApi(settings.calendar()));
        ShardCodec codec = new ShardCodec(
                new ShardCodec.Outputs(
                        topics.commands().name(), topics.results(), topics.deadLetters(), topics.journal(),
                        topics.appointments(), topics.changes(), topics.blockedTime()),
                registry, settings.shard().maxCommandBytes(), clock);
        ShardRules rules = new ShardRules(
                settings.shard(), settings.commands(), settings.calendar().callDeadline(),
                settings.kafka().deathUnnoticedFor());
        ShardLoops loops = closing(new ShardLoops(settings.shard().loops(), number -> new ShardLoop.Parts(
                shardTopics, clients(number, kafka, admin), table, api, credentials::token, codec::decode, codec::encode,
                rules, settings.registry().unknownSchemaGrace(), metrics, board, clock)));

        CellViews views = closing(new CellViews(
                () -> kafka.reader("figures"), topics.noShows(), topics.utilization(), settings.aggregates().viewRetry()));
        AggregateStreams streams = closing(new AggregateStreams(
                AggregateTopology.build(
                        topics.appointments(), topics.blockedTime(), topics.locations(), topics.noShows(),
                        topics.utilization(), shards, settings.aggregates().punctuationInterval()),
                settings.aggregates(),
                settings.kafka().groupId(),
                kafka.streams(),
                clock));
        views.start();
        closing(live).start(() -> kafka.reader("live"), topics.appointments(), topics.changes(), topics.results());
        streams.start();
        TopicSetup setup = new TopicSetup(admin, settings.kafka());
        running = new Running(
                loops, streams, views, table, closing(new ClusterWatch(admin, () -> setup.misplaced(topics.all()))));
    }

    private void apply(List<Location> locations, KafkaClients kafka, ShardClients clients, ShardTopics topics) {
        try (Producer<byte[], byte[]> producer = kafka.producer("locations")) {
            int written = new LocationPublisher(clients, topics).apply(locations, producer);
            LOG.info("{} locations, of which {} are new or changed", locations.size(), written);
        } catch (ExecutionException failure) {
            throw new SetupFailed("the locations cannot be written: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SetupFailed("the start was interrupted", stopped);
        }
    }

    /// The clients of a loop. Its transactional ids are the same after a restart, which is how its own past is fenced off.
    private ShardClients clients(int loop, KafkaClients kafka, Admin admin) {
        String transactionalId = settings.kafka().groupId() + "-" + settings.kafka().instanceId() + "-shards-" + loop + "-";
        return new ShardClients(
                () -> kafka.groupMember("shards-" + loop),
                () -> kafka.reader("restore-" + loop),
                number -> kafka.transactional(transactionalId + number),
                admin,
                settings.kafka().groupId());
    }

    private <T extends AutoCloseable> T closing(T part) {
        opened.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception failure) {
                LOG.warn("{} could not be closed cleanly: {}", part.getClass().getSimpleName(), failure.toString());
            }
        }
    }
}
