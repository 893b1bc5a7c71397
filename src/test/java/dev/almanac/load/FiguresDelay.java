package dev.almanac.load;

import dev.almanac.Topics;
import dev.almanac.aggregate.AggregateSettings;
import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.aggregate.AggregateTopology;
import dev.almanac.aggregate.NoShows;
import dev.almanac.calendar.AnAppointment;
import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.EmbeddedKafka;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.TopicSetup;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import dev.almanac.wire.Registry;
import dev.almanac.wire.RegistrySettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// Measures how long a correction takes from its row on `appointments` to its cell on `no-shows`, on a broker in this JVM.
/// Rows are written as a shard does, in a transaction every 20 ms; the delay is told from the sending of the row, and from
/// the end of its transaction. Each commit interval of the aggregates is a run of its own.
///
///     mvn -q test-compile exec:exec -Dexec.main.class=dev.almanac.load.FiguresDelay -Dexec.arguments="500 60 100ms 500ms"
public final class FiguresDelay {
    private static final int SHARDS = 12;
    private static final int LOCATIONS = 50;
    private static final int DAYS = 40;
    private static final int APPOINTMENTS = 20_000;
    private static final LocalDate FIRST = LocalDate.of(2026, 6, 1);
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Duration TURN = Duration.ofMillis(20);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final KafkaClients clients;
    private final Topics topics;
    private final int rate;
    // By appointment: when its last correction was sent, committed and told. 0: it was not.
    private final AtomicLongArray sent = new AtomicLongArray(APPOINTMENTS);
    private final AtomicLongArray committed = new AtomicLongArray(APPOINTMENTS);
    private final AtomicLongArray told = new AtomicLongArray(APPOINTMENTS);
    private volatile boolean over;

    private FiguresDelay(KafkaClients clients, Topics topics, int rate) {
        this.clients = clients;
        this.topics = topics;
        this.rate = rate;
    }

    /// @param arguments changes a second, seconds, commit intervals such as `100ms`
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            // Threads of Kafka Streams that could not stop in time would keep a failed run alive.
            System.exit(1);
        }
    }

    private static void run(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[0]);
        int changes = rate * Integer.parseInt(arguments[1]);
        if (changes > APPOINTMENTS * 3) {
            throw new IllegalArgumentException("at most " + APPOINTMENTS * 3 / rate + " seconds");
        }
        System.out.printf("%d corrections a second for %s s, %d appointments, %d locations, %d shards%n",
                rate, arguments[1], APPOINTMENTS, LOCATIONS, SHARDS);
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Registry registry = new Registry(RegistrySettings.of("mock://figures-delay"))) {
            for (String interval : Arrays.asList(arguments).subList(2, arguments.length)) {
                KafkaSettings settings = new KafkaSettings(
                        kafka.bootstrapServers(), "figures-" + interval, "one", interval + "-", SHARDS, (short) 1, true,
                        Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60), 500,
                        null);
                KafkaClients clients = new KafkaClients(settings);
                Topics topics = Topics.of(settings.topicPrefix(), registry);
                try (Admin admin = clients.admin()) {
                    new TopicSetup(admin, settings).prepare(topics.all());
                }
                Duration commit = Duration.ofMillis(Long.parseLong(interval.replace("ms", "")));
                new FiguresDelay(clients, topics, rate).measure(commit, changes);
            }
        }
    }

    private void measure(Duration commitInterval, int changes) throws Exception {
        Path state = Files.createTempDirectory(Path.of("target"), "figures-delay");
        Thread reader = Thread.ofPlatform().daemon().start(this::read);
        try (AggregateStreams streams = new AggregateStreams(
                AggregateTopology.build(
                        topics.appointments(), topics.blockedTime(), topics.locations(), topics.noShows(),
                        topics.utilization(), SHARDS, Duration.ofSeconds(1)),
                settings(state, commitInterval), "figures-" + commitInterval.toMillis(), clients.streams(),
                InstantSource.system());
                Producer<byte[], byte[]> producer = clients.transactional("writer-" + commitInterval.toMillis())) {
            streams.start();
            producer.initTransactions();
            prepare(producer);
            correct(producer, (int) (rate * WARM_UP.toSeconds()), "showed");
            long cpu = cpu();
            long began = System.nanoTime();
            correct(producer, changes, "noshow");
            double cores = (cpu() - cpu) / (double) (System.nanoTime() - began);
            report(commitInterval, changes, cores);
        } finally {
            over = true;
            reader.join();
        }
    }

    private void prepare(Producer<byte[], byte[]> producer) throws InterruptedException {
        producer.beginTransaction();
        for (int i = 0; i < LOCATIONS; i++) {
            Location location = new Location(
                    location(i), ZONE, "credential", Map.of(), Map.of(), Map.of(), List.of(), null, PollSettings.DEFAULT,
                    Location.DEFAULT_LATE_CANCELLATION_NOTICE);
            producer.send(record(topics.locations().name(), location(i), location(i),
                    topics.locations().valueSerde().serializer().serialize(topics.locations().name(), location)));
        }
        producer.commitTransaction();
        for (int n = 0; n < APPOINTMENTS; n += 500) {
            producer.beginTransaction();
            for (int i = n; i < n + 500; i++) {
                send(producer, i, "confirmed");
            }
            producer.commitTransaction();
        }
        awaitTold(APPOINTMENTS);
    }

    /// So many corrections at the rate, and then whatever time the last cells take.
    private void correct(Producer<byte[], byte[]> producer, int changes, String status) throws InterruptedException {
        for (int i = 0; i < APPOINTMENTS; i++) {
            sent.set(i, 0);
            told.set(i, 0);
        }
        long began = System.nanoTime();
        int done = 0;
        while (done < changes) {
            long due = Math.min(changes, (System.nanoTime() - began) * rate / 1_000_000_000);
            int first = done;
            producer.beginTransaction();
            for (; done < due; done++) {
                // After a round each is changed to the other status.
                boolean other = done / APPOINTMENTS % 2 == 1;
                send(producer, done % APPOINTMENTS, other ? "invalid" : status);
            }
            producer.commitTransaction();
            long now = System.nanoTime();
            for (int n = first; n < done; n++) {
                committed.set(n % APPOINTMENTS, now);
            }
            Thread.sleep(TURN);
        }
        awaitTold(Math.min(changes, APPOINTMENTS));
    }

    private void send(Producer<byte[], byte[]> producer, int i, String status) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String name = topics.appointments().name();
        Instant start = FIRST.plusDays(i / LOCATIONS % DAYS).atTime(9 + i % 8, 0).atZone(ZONE).toInstant();
        AppointmentRow row = new AppointmentRow(
                AnAppointment.of("appointment-" + i).locationId(location(i)).calendarId("calendar-" + i % 3)
                        .assignedUserId("user-" + i % 7).contactId("contact-" + i).title("Visit number " + i).status(status)
                        .from(start.atOffset(ZoneOffset.UTC)).build(),
                1, now, null, now, now, true, false);
        byte[] value = topics.appointments().valueSerde().serializer().serialize(name, row);
        told.set(i, 0);
        sent.set(i, System.nanoTime());
        producer.send(record(name, location(i), row.id(), value));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String location, String key, byte[] value) {
        return new ProducerRecord<>(topic, Placement.partitionOf(location, SHARDS), key.getBytes(), value);
    }

    private void read() {
        try (Consumer<byte[], byte[]> consumer = clients.reader("delay")) {
            List<TopicPartition> all = IntStream.range(0, SHARDS)
                    .mapToObj(place -> new TopicPartition(topics.noShows().name(), place))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!over) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    NoShows cell = topics.noShows().valueSerde().deserializer()
                            .deserialize(topics.noShows().name(), record.value());
                    if (cell.key().scopeId().startsWith("contact-")) {
                        told.set(Integer.parseInt(cell.key().scopeId().substring("contact-".length())), System.nanoTime());
                    }
                });
            }
        }
    }

    /// However long it takes, as long as there is progress.
    private void awaitTold(int appointments) throws InterruptedException {
        long missing = Long.MAX_VALUE;
        long latest = 0;
        while (true) {
            long now = IntStream.range(0, appointments).filter(i -> told.get(i) == 0).count();
            if (now == 0) {
                return;
            }
            if (now < missing) {
                missing = now;
                latest = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > latest) {
                throw new IllegalStateException(now + " of " + appointments + " cells are not told, and none was within " + PATIENCE);
            }
            Thread.sleep(100);
        }
    }

    private void report(Duration commitInterval, int changes, double cores) {
        int last = Math.min(changes, APPOINTMENTS);
        System.out.printf(
                Locale.ROOT, "commit interval %d ms: from the row sent to its cell %s; from the row committed %s; %.2f cores%n",
                commitInterval.toMillis(), delays(sent, last), delays(committed, last), cores);
    }

    private String delays(AtomicLongArray since, int last) {
        long[] sorted = IntStream.range(0, last).mapToLong(i -> (told.get(i) - since.get(i)) / 1_000_000).sorted().toArray();
        return "p50 %d, p99 %d, max %d ms".formatted(sorted[last / 2], sorted[last * 99 / 100], sorted[last - 1]);
    }

    private static String location(int i) {
        return "location-" + i % LOCATIONS;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static AggregateSettings settings(Path state, Duration commitInterval) {
        return new AggregateSettings(
                state, 1, commitInterval, Duration.ofSeconds(1), 64 << 20, 0, 1, Duration.ofMinutes(15), Duration.ofSeconds(5), 5,
                Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }
}
