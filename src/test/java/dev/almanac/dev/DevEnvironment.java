package dev.almanac.dev;

import dev.almanac.AlmanacNode;
import dev.almanac.Startup;
import dev.almanac.kafka.Placement;
import dev.almanac.schema.AppointmentCommand;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything on one machine, started by one command: a real Kafka broker, a real schema registry, simulated calendars with
/// people and programs that use them, and Almanac in front. Ends as a whole, and leaves nothing behind.
public final class DevEnvironment implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevEnvironment.class);
    private static final String COMMANDS = "appointment-commands";
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int SHARDS = 12;
    private static final int PAST_DAYS = 7;
    private static final int FUTURE_DAYS = 7;
    private static final int POLL_SECONDS = 4;
    /// Some hours of traffic: enough to look back at, and a bound on memory.
    private static final int LEDGER_ENTRIES = 50_000;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    public static void main(String[] args) {
        DevEnvironment environment = new DevEnvironment();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> {
                    environment.close();
                    ended.countDown();
                },
                "shutdown"));
        endWithParent();
        try {
            environment.start(DevSettings.from(System.getenv()));
            ended.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | IOException failure) {
            LOG.debug("The start failed", failure);
            System.err.println("Cannot start: " + (failure.getMessage() == null ? failure : failure.getMessage()));
            System.exit(1);
        }
    }

    /// Maven does not pass on a signal that ends it. `onExit` of a process that is no child may take seconds to notice, and
    /// by then the next start could find its ports taken.
    private static void endWithParent() {
        if (Boolean.getBoolean("almanac.dev.end-with-parent")) {
            ProcessHandle.current().parent().ifPresent(parent -> Thread.ofPlatform()
                    .name("end-with-parent")
                    .daemon()
                    .start(() -> {
                        while (parent.isAlive()) {
                            LockSupport.parkNanos(LOOK_EVERY.toNanos());
                        }
                        System.exit(0);
                    }));
        }
    }

    private void start(DevSettings settings) throws IOException {
        settings.requireFreePorts();
        Path work = Files.createTempDirectory("almanac-dev-");
        opening(() -> deleteAll(work));
        System.out.println("Starting a broker, a schema registry and the simulated calendars …");
        CompletableFuture<EmbeddedRegistry> startingRegistry =
                CompletableFuture.supplyAsync(() -> opening(EmbeddedRegistry.start(settings.registryPort())));
        EmbeddedKafka kafka = opening(EmbeddedKafka.start(settings.kafkaPort(), work.resolve("kafka")));
        SimulatedCalendar calendar = calendar();
        CalendarSimulator simulator =
                opening(new CalendarSimulator(calendar, new FaultPlan()).start(settings.calendarPort()));
        DemoFiles.write(work, DemoLocations.all(), POLL_SECONDS);
        EmbeddedRegistry registry = join(startingRegistry);

        ApplicationContext almanac = startAlmanac(settings.almanac(
                kafka.bootstrapServers(), registry.url(), simulator.baseUrl().toString(), work, SHARDS));
        KafkaProducer<String, Object> producer = opening(producer(kafka.bootstrapServers(), registry.url()));
        opening(new Traffic(calendar, Traffic.Settings.DEFAULT, publisher(producer)).start());
        opening(new DevSummary(almanac, new DevSummary.Addresses(
                        kafka.bootstrapServers(),
                        registry.url(),
                        simulator.baseUrl().toString(),
                        "http://127.0.0.1:" + settings.httpPort()))
                .start());
    }

    private static SimulatedCalendar calendar() {
        SimulatedCalendar calendar = new SimulatedCalendar(
                InstantSource.system(), new Quirks(), new Ledger(LEDGER_ENTRIES), DemoLocations.all());
        new DemoHistory(calendar, Traffic.Settings.DEFAULT.seed()).fill(PAST_DAYS, FUTURE_DAYS);
        return calendar;
    }

    private ApplicationContext startAlmanac(Map<String, Object> settings) {
        ApplicationContext context =
                ApplicationContext.builder().properties(settings).banner(false).build();
        opening(context::close);
        List<String> problems = Startup.start(context);
        if (!problems.isEmpty()) {
            throw new IllegalStateException(String.join("\n", problems));
        }
        AlmanacNode node = context.getBean(AlmanacNode.class);
        while (!node.isReady()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return context;
    }

    private static KafkaProducer<String, Object> producer(String bootstrapServers, String registryUrl) {
        return new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, KafkaAvroSerializer.class,
                ProducerConfig.CLIENT_ID_CONFIG, "demo-traffic",
                "schema.registry.url", registryUrl,
                "avro.remove.java.properties", true));
    }

    private static Consumer<AppointmentCommand> publisher(KafkaProducer<String, Object> producer) {
        return command -> producer.send(new ProducerRecord<>(
                COMMANDS, Placement.partitionOf(command.getLocationId(), SHARDS), command.getLocationId(), command));
    }

    private static EmbeddedRegistry join(CompletableFuture<EmbeddedRegistry> starting) {
        try {
            return starting.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    private synchronized <T extends AutoCloseable> T opening(T part) {
        opened.push(part);
        return part;
    }

    /// The newest part first: nobody is left to talk to somebody who is gone.
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                LOG.warn("Not closed cleanly: {}", failure.toString());
            }
        }
    }

    private static void deleteAll(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
