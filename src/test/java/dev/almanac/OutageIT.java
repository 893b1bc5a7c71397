package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.EmbeddedKafka;
import dev.almanac.dev.EmbeddedRegistry;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.Waiting;
import dev.almanac.promise.Witness;
import dev.almanac.schema.AppointmentCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The broker, the calendar API and the registry go away one after the other while commands come, and come back: one and the
/// same process waits for each of them without a stir, says what it is waiting for, and goes on by itself.
class OutageIT {
    /// Longer than the sessions and time-outs of all clients. `-Doutage.seconds=600` for what an operator would call one.
    private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("outage.seconds", 20));
    private static final Duration PACE = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /// Until what was under way has been given up.
    private static final Duration SETTLES_DOWN = Duration.ofSeconds(5);
    /// An idle process needs some percent, a busy loop all of it.
    private static final double MOST_CPU = 0.5;
    /// A line from each client now and then; a loop that does not wait writes thousands.
    private static final double MOST_LINES_PER_SECOND = 20;

    private final SoloLocations locations = new SoloLocations(List.of("loc-outage-a", "loc-outage-b", "loc-outage-c"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private int created;
    private JavaProcess process;
    private Witness witness;
    private String http;

    @Test
    void whateverGoesAwayIsWaitedFor(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                EmbeddedRegistry registry = EmbeddedRegistry.start();
                Calendars calendars = new Calendars();
                AlmanacUnderTest settings = new AlmanacUnderTest(
                        new TestKafka.Broker(kafka.bootstrapServers()), new TestRegistry.Server(registry.url()),
                        calendars.simulator, folder);
                CommandSender sender = new CommandSender(
                        kafka.bootstrapServers(), registry.url(), settings.topics().commands().name());
                JavaProcess almanac = AlmanacProcess.start(settings.environment(), folder.resolve("almanac.log")).awaitReady();
                Witness watching = new Witness(
                        new TestKafka.Broker(kafka.bootstrapServers()), settings.topics(), sender, calendars.simulator)) {
            process = almanac;
            witness = watching;
            http = "http://127.0.0.1:" + settings.environment().get("ALMANAC_HTTP_PORT");
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(this::traffic, 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                Waiting.until("results", PATIENCE, () -> witness.answered() > 5);
                outage("broker", "kafka", kafka::pause, kafka::resume);
                outage("calendar API", "calendar", calendars::close, calendars::open);
                AppointmentCommand newer = locations.create("cmd-newer", locations.inTurn(0), body -> {});
                byte[] unknownSchema = sender.bytesOfANewerSchema(newer);
                outage("schema registry", "schema registry", () -> {
                    registry.freeze();
                    witness.expect(newer);
                    sender.sendBytes(null, newer.getLocationId().getBytes(), unknownSchema);
                }, registry::thaw);
                traffic.shutdown();
            }
            if (failure.get() != null) {
                throw failure.get();
            }
            witness.assertAllKept(PATIENCE);
            assertThat(witness.results())
                    .filteredOn(result -> result.id().commandId().equals("cmd-newer"))
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED))
                    .hasSize(1);
        } finally {
            client.close();
        }
    }

    private void outage(String what, String told, Runnable begin, Runnable end) throws Exception {
        begin.run();
        boolean readinessTold = false;
        Duration cpu = null;
        int lines = process.output().size();
        long begun = System.nanoTime();
        for (long since = 0; since < LASTS.toNanos(); since = System.nanoTime() - begun) {
            if (cpu == null && since > SETTLES_DOWN.toNanos()) {
                cpu = process.cpu();
            }
            assertThat(get("/health/liveness").statusCode()).as("liveness while the %s is away", what).isEqualTo(200);
            HttpResponse<String> readiness = get("/health/readiness");
            readinessTold |= readiness.statusCode() == 503 && readiness.body().contains(told);
            Thread.sleep(LOOK_EVERY);
        }
        double share = (double) process.cpu().minus(cpu).toNanos() / LASTS.minus(SETTLES_DOWN).toNanos();
        double linesPerSecond = (double) (process.output().size() - lines) / LASTS.toSeconds();
        int answered = witness.answered();
        end.run();
        long ended = System.nanoTime();
        Waiting.until("results after the " + what + " is back", PATIENCE, () -> witness.answered() > answered + 5);
        Duration resumed = Duration.ofNanos(System.nanoTime() - ended);
        Waiting.until("readiness after the " + what + " is back", PATIENCE, this::isReady);
        System.out.printf("%s away for %d s: %.0f %% of a processor, %.1f lines of log a second, results again after %.1f s%n",
                what, LASTS.toSeconds(), 100 * share, linesPerSecond, resumed.toMillis() / 1000.0);
        assertThat(process.isAlive()).isTrue();
        assertThat(readinessTold).as("readiness tells that the %s is away", what).isTrue();
        assertThat(share).as("share of a processor used while the %s is away", what).isLessThan(MOST_CPU);
        assertThat(linesPerSecond).as("lines of log while the %s is away", what).isLessThan(MOST_LINES_PER_SECOND);
    }

    private boolean isReady() {
        try {
            return get("/health/readiness").statusCode() == 200;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(http + path)).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /// A create, and an update that follows it at once. Where the broker is away, it waits.
    private void traffic() {
        try {
            String location = locations.inTurn(created);
            String id = "cmd-" + created++;
            witness.send(locations.create(id, location, body -> {}));
            witness.send(CommandSender.update(id + "-title", location, body ->
                    body.setCreateCommandId(id).setTitle("Renamed by " + id)));
        } catch (RuntimeException cannot) {
            failure.compareAndSet(null, cannot);
        }
    }

    /// The calendars, whose server can go away and come back at the same address.
    private final class Calendars implements AutoCloseable {
        final CalendarSimulator simulator = locations.simulator(new FaultPlan());
        private final int port = simulator.port();
        private CalendarSimulator open = simulator;

        void open() {
            open = new CalendarSimulator(simulator.calendar(), simulator.faults()).start(port);
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
