package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Operation;
import dev.almanac.dev.RateAllowance;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorToken;
import dev.almanac.dev.Waiting;
import dev.almanac.promise.Witness;
import dev.almanac.schema.AppointmentCommand;
import dev.almanac.shard.LocationStatus.State;
import dev.almanac.shard.LocationStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What the vendor does not allow at one location, because of its allowance or of its token: that location waits for as long as
/// it must and goes on by itself, and the one beside it does not notice. The calendar's ledger and the topics are the judges.
@ExtendWith({TestKafka.class, TestRegistry.class})
class DeniedIT {
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration DENIED_BACKOFF = Duration.ofSeconds(3);
    /// For a command of which nothing keeps the location.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    /// For what was sent already, when an answer tells that nothing more should be.
    private static final Duration UNDER_WAY = Duration.ofMillis(300);

    private static final int DAILY = 10_000_000;
    private static final Duration SHORT_DAY = Duration.ofSeconds(12);
    private static final Set<Operation> POLLS = Set.of(Operation.LIST_EVENTS, Operation.LIST_BLOCKED);

    private static final String BESIDE = "loc-beside";
    private static final SoloLocations LOCATIONS = new SoloLocations(
            List.of("loc-burst", "loc-day", "loc-token", "loc-scope", "loc-blind", BESIDE), new RateAllowance(100, INTERVAL, DAILY));

    private static Path folder;
    private static CalendarSimulator simulator;
    private static AlmanacUnderTest almanac;
    private static CommandSender sender;
    private static Witness witness;
    private static int sent;

    @BeforeAll
    static void start(TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path files) {
        folder = files;
        simulator = LOCATIONS.simulator(new FaultPlan());
        almanac = new AlmanacUnderTest(broker, registry, simulator, folder)
                .with("almanac.shard.denied-backoff", DENIED_BACKOFF.toMillis() + "ms")
                .with("almanac.credentials.look-every", "200ms")
                .start();
        sender = new CommandSender(broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
        witness = new Witness(broker, almanac.topics(), sender, simulator);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : List.of(witness, sender, almanac, simulator)) {
            part.close();
        }
    }

    @AfterEach
    void everyPromiseIsKept() {
        simulator.faults().clear();
        witness.assertAllKept(PATIENCE);
    }

    @Test
    void anIntervalThatOthersHaveUsedUpIsWaitedFor() {
        String here = "loc-burst";
        book(here);
        Instant since = Instant.now();
        simulator.usedElsewhere(here, 100, 0);
        AppointmentCommand waits = send(here);
        bookAtOnce(BESIDE);

        CommandResult result = resultOf(waits);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).as("a 429 is none").isEqualTo(1);
        Instant refused = firstRefused(here, since).at();
        assertThat(requests(here, refused.plus(UNDER_WAY)))
                .as("sent before the interval was over")
                .noneMatch(request -> request.at().isBefore(refused.plus(INTERVAL)));
        assertThat(requests(here, refused.plus(INTERVAL))).as("and none too many").noneMatch(DeniedIT::isRefused);
    }

    @Test
    void a429ThatNoHeaderForetoldIsWaitedFor() {
        String here = "loc-burst";
        book(here);
        Instant since = Instant.now();
        simulator.faults().next(1, FaultPlan.on(Operation.CREATE).and(FaultPlan.at(here)), Fault.tooManyRequests());
        AppointmentCommand waits = send(here);
        bookAtOnce(BESIDE);

        CommandResult result = resultOf(waits);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(result.finishedAt()).isAfterOrEqualTo(firstRefused(here, since).at().plus(INTERVAL));
    }

    @Test
    void theLastTenthOfADayIsForCommandsAndTheNextDayIsForEverything() throws InterruptedException {
        String here = "loc-day";
        Waiting.until("polls", PATIENCE, () -> !polls(here, Instant.EPOCH).isEmpty());
        Instant first = requests(here, Instant.EPOCH).getFirst().at();
        Waiting.until("the end of a short first day", PATIENCE, () -> Instant.now().isAfter(first.plus(SHORT_DAY)));
        // The next request begins another.
        simulator.calendar().open(simulator.calendar().location(here)
                .withAllowance(new RateAllowance(100, INTERVAL, DAILY, SHORT_DAY)));
        Instant begun = Instant.now();
        Waiting.until("the day's first poll", PATIENCE, () -> !polls(here, begun).isEmpty());
        Instant dayBegan = polls(here, begun).getFirst().at();
        simulator.usedElsewhere(here, 0, DAILY - DAILY / 10);
        Waiting.until("a poll that is told", PATIENCE, () -> left(here) <= DAILY / 10);
        Thread.sleep(UNDER_WAY);

        Instant kept = Instant.now();
        for (int i = 0; i < 3; i++) {
            bookAtOnce(here);
            // As long as an interval of polling.
            Thread.sleep(1000);
        }
        assertThat(polls(here, kept)).as("polls out of the last tenth").isEmpty();
        assertThat(polls(BESIDE, kept)).isNotEmpty();

        simulator.usedElsewhere(here, 0, DAILY / 10);
        Instant empty = Instant.now();
        assertThat(Duration.between(dayBegan, empty)).as("time for all this in a day").isLessThan(SHORT_DAY.minusSeconds(2));
        AppointmentCommand waits = send(here);
        bookAtOnce(BESIDE);
        Waiting.until("the end of the allowance", PATIENCE, () -> status(here).state() == State.DAY_USED_UP);
        CommandResult result = resultOf(waits);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).isEqualTo(1);
        Instant refused = firstRefused(here, empty).at();
        Instant nextDay = dayBegan.plus(SHORT_DAY);
        assertThat(requests(here, refused.plus(UNDER_WAY))).noneMatch(request -> request.at().isBefore(nextDay));
        assertThat(requests(here, nextDay)).noneMatch(DeniedIT::isRefused);
        Waiting.until("polls of the next day", PATIENCE, () -> !polls(here, nextDay).isEmpty());
    }

    @Test
    void aTokenThatWasReplacedIsUsedAsSoonAsItIsInTheFile() throws IOException {
        String here = "loc-token";
        simulator.calendar().open(simulator.calendar().location(here).withTokens(VendorToken.full("renewed")));
        Waiting.until("the location counts as denied", PATIENCE, () -> status(here).state() == State.DENIED);
        AppointmentCommand waits = send(here);
        bookAtOnce(BESIDE);
        assertThat(find(waits)).as("neither booked nor given up").isEmpty();

        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, Files.readString(tokens).replace(here + "=token-" + here, here + "=renewed"));
        CommandResult result = resultOf(waits);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).isEqualTo(1);
        Waiting.until("the location is served again", PATIENCE, () -> status(here).state() == State.SERVED);
        bookAtOnce(here);
    }

    @Test
    void whereOneScopeIsMissingBookingsGoOn() throws InterruptedException {
        String here = "loc-scope";
        book(here);
        for (Fault denial : List.of(
                new Fault.ErrorAnswer(401, "The token is not authorized for this scope.", Fault.When.BEFORE_EFFECT),
                new Fault.ErrorAnswer(403, "Forbidden resource", Fault.When.BEFORE_EFFECT))) {
            simulator.faults().always(FaultPlan.on(Operation.LIST_BLOCKED).and(FaultPlan.at(here)), denial);
            Waiting.until("what is denied is told", PATIENCE, () -> !status(here).denied().isEmpty());
            Instant since = Instant.now();
            List<State> states = new ArrayList<>();
            while (Instant.now().isBefore(since.plus(DENIED_BACKOFF))) {
                bookAtOnce(here);
                states.add(status(here).state());
                Thread.sleep(250);
            }
            assertThat(states).containsOnly(State.SERVED);
            assertThat(status(here).denied()).containsExactly(dev.almanac.calendar.Operation.LIST_BLOCKED_TIME);
            assertThat(requests(here, since)).extracting(Ledger.Request::operation)
                    .as("other polls, and what is denied now and then").contains(Operation.LIST_EVENTS, Operation.LIST_BLOCKED);
            simulator.faults().clear();
            Waiting.until("what was mended is told", PATIENCE, () -> status(here).denied().isEmpty());
        }
    }

    @Test
    void whereNothingMayBeReadUpdatesWaitAndBookingsGoOn() throws InterruptedException {
        String here = "loc-blind";
        List<String> booked = Stream.generate(() -> book(here).appointmentId()).limit(4).toList();
        VendorLocation open = simulator.calendar().location(here);
        simulator.calendar().open(open.withTokens(
                new VendorToken("token-" + here, Set.of(VendorToken.WRITE_EVENTS, VendorToken.READ_CALENDARS))));
        List<AppointmentCommand> updates = booked.stream().map(appointment -> {
            AppointmentCommand update = CommandSender.update(
                    "cmd-" + sent++, here, body -> body.setAppointmentId(appointment).setTitle("Moved to the front room"));
            witness.send(update);
            return update;
        }).toList();
        Waiting.until("what is denied is told", PATIENCE, () ->
                status(here).denied().contains(dev.almanac.calendar.Operation.READ_APPOINTMENT));
        Instant since = Instant.now();
        while (Instant.now().isBefore(since.plus(DENIED_BACKOFF.multipliedBy(2)))) {
            bookAtOnce(here);
            Thread.sleep(250);
        }
        assertThat(updates).as("neither made nor given up").allMatch(update -> find(update).isEmpty());
        List<Ledger.Request> tries = requests(here, since).stream()
                .filter(request -> request.operation() == Operation.READ)
                .filter(request -> booked.stream().anyMatch(request.path()::endsWith))
                .toList();

        simulator.calendar().open(open);
        assertThat(tries).as("now and then, in two rests").hasSizeBetween(1, 3 * updates.size());
        assertThat(updates).allMatch(update -> resultOf(update).outcome() == Outcome.SUCCEEDED);
        Waiting.until("what was mended is told", PATIENCE, () -> status(here).denied().isEmpty());
    }

    private static AppointmentCommand send(String location) {
        AppointmentCommand command = LOCATIONS.create("cmd-" + sent++, location, body -> {});
        witness.send(command);
        return command;
    }

    private static CommandResult book(String location) {
        CommandResult result = resultOf(send(location));
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        return result;
    }

    private static void bookAtOnce(String location) {
        CommandResult result = book(location);
        assertThat(Duration.between(result.receivedAt(), result.finishedAt()))
                .as("a booking at %s", location)
                .isLessThan(AT_ONCE);
    }

    private static CommandResult resultOf(AppointmentCommand command) {
        Waiting.until("the result of " + command.getCommandId(), PATIENCE, () -> find(command).isPresent());
        return find(command).orElseThrow();
    }

    private static Optional<CommandResult> find(AppointmentCommand command) {
        return witness.results().stream()
                .filter(result -> result.id().commandId().equals(command.getCommandId()))
                .findFirst();
    }

    private static LocationStatus status(String location) {
        return almanac.bean(AlmanacNode.class).queries().locations().get().stream()
                .filter(status -> status.locationId().equals(location))
                .findFirst()
                .orElseThrow();
    }

    private static int left(String location) {
        return status(location).day().remaining();
    }

    private static List<Ledger.Request> requests(String location, Instant since) {
        return simulator.ledger().requests(location).stream()
                .filter(request -> request.at().isAfter(since))
                .sorted(Comparator.comparing(Ledger.Request::at))
                .toList();
    }

    private static List<Ledger.Request> polls(String location, Instant since) {
        return requests(location, since).stream().filter(request -> POLLS.contains(request.operation())).toList();
    }

    private static Ledger.Request firstRefused(String location, Instant since) {
        return requests(location, since).stream().filter(DeniedIT::isRefused).findFirst().orElseThrow();
    }

    private static boolean isRefused(Ledger.Request request) {
        return request.status() == 429;
    }
}
