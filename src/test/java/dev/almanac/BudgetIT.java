package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.AlmanacCluster.Disruption;
import dev.almanac.dev.AlmanacCluster;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Operation;
import dev.almanac.dev.Quirk;
import dev.almanac.dev.Quirks;
import dev.almanac.dev.RateAllowance;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorUser;
import dev.almanac.dev.Waiting;
import dev.almanac.dev.WeeklyHours;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Fifty locations want more than the vendor allows them, and a few more of a smaller token: served by one process, and then
/// by three, of which one is killed and one is stopped. The vendor never has to say that it was too much, what it allows is
/// used, and commands go before polls.
@ExtendWith({TestKafka.class, TestRegistry.class})
class BudgetIT {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final RateAllowance LARGE = new RateAllowance(100, INTERVAL, 10_000_000);
    private static final RateAllowance SMALL = new RateAllowance(25, INTERVAL, 10_000_000);
    private static final int SHARDS = 12;
    private static final int LARGE_LOCATIONS = 50;
    private static final int SMALL_LOCATIONS = 6;
    private static final Duration PACE = Duration.ofMillis(400);
    /// Until the burst that all of them begin with is over.
    private static final Duration WARM_UP = INTERVAL;
    private static final Duration STEADY = INTERVAL.multipliedBy(2);
    /// A slot that is used late comes back late. A process that has just started has much to compile besides, and a machine may be
    /// busy: it is looked again until it is steady. One that is never cannot use what it may.
    private static final int LOOKS = 6;
    private static final double TO_BE_USED = 0.95;
    /// Long enough for a second owner to fill a window that the first has filled before.
    private static final Duration STAY = Duration.ofSeconds(5);
    /// A poll that was decided before the command came may go out for as long as ALMANAC_SHARD_SEND_WITHIN, and a busy machine takes a
    /// while to count it.
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(2).plusSeconds(2);

    private static final Map<String, RateAllowance> ALLOWANCES = new HashMap<>();

    static {
        IntStream.range(0, LARGE_LOCATIONS).forEach(i -> ALLOWANCES.put("loc-large-" + i, LARGE));
        IntStream.range(0, SMALL_LOCATIONS).forEach(i -> ALLOWANCES.put("loc-small-" + i, SMALL));
    }

    private static final List<String> LOCATIONS = ALLOWANCES.keySet().stream().sorted().toList();

    private int slot;

    @Test
    void theAllowanceIsUsedAndNeverExceededWhateverBecomesOfItsOwner(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws InterruptedException {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                AlmanacCluster cluster = new AlmanacCluster(
                                settings, Map.of("ALMANAC_KAFKA_SHARDS", Integer.toString(SHARDS)), Duration.ZERO, folder)
                        .start(1);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name());
                TopicFollower<CommandResult> results =
                        new TopicFollower<>(broker.bootstrapServers(), settings.topics().results())) {
            DoubleSummaryStatistics byOne;
            DoubleSummaryStatistics byThree;
            Instant byOneUntil;
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(() -> traffic(sender), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                byOne = usedOnceSteady(simulator.ledger());
                byOneUntil = Instant.now();
                cluster.start(2);
                Thread.sleep(STAY);
                cluster.disrupt(0, Disruption.KILL);
                Thread.sleep(STAY);
                cluster.awaitAllWorking();
                cluster.disrupt(1, Disruption.STOP);
                cluster.awaitAllWorking();
                byThree = usedOnceSteady(simulator.ledger());
                traffic.shutdown();
            }
            Waiting.until("a result for each command", PATIENCE, () -> results.entries().size() >= slot);

            Map<String, List<Ledger.Request>> requests = byLocation(simulator.ledger());
            assertThat(requests.keySet()).containsExactlyInAnyOrderElementsOf(LOCATIONS);
            System.out.printf(
                    "%d requests, %d commands; of its allowance a location used %.1f %% on average, %.1f %% at least, "
                            + "and with three processes %.1f %%, %.1f %% at least%n",
                    requests.values().stream().mapToInt(List::size).sum(), slot, 100 * byOne.getAverage(),
                    100 * byOne.getMin(), 100 * byThree.getAverage(), 100 * byThree.getMin());
            requests.forEach(BudgetIT::assertKept);
            results.entries().stream()
                    .map(TopicFollower.Entry::value)
                    .filter(result -> result.receivedAt().isBefore(byOneUntil.minus(INTERVAL)))
                    .forEach(result -> assertWentFirst(result, requests, simulator.ledger()));
            assertThat(results.entries()).allSatisfy(entry ->
                    assertThat(entry.value().outcome()).isIn(Outcome.SUCCEEDED, Outcome.UNRESOLVED));
            assertThat(byOne.getMin()).as("least used by one process").isGreaterThan(TO_BE_USED);
            assertThat(byThree.getMin()).as("least used by three processes").isGreaterThan(TO_BE_USED);
        }
    }

    private static void assertKept(String location, List<Ledger.Request> inOrderOfAnswering) {
        RateAllowance allowance = ALLOWANCES.get(location);
        List<Ledger.Request> requests = inOrderOfAnswering.stream()
                .sorted(Comparator.comparing(Ledger.Request::at))
                .toList();
        assertThat(requests).extracting(Ledger.Request::status).doesNotContain(429);
        for (int i = allowance.burst(); i < requests.size(); i++) {
            Instant before = requests.get(i - allowance.burst()).at();
            assertThat(Duration.between(before, requests.get(i).at()))
                    .as("time for one more than the allowance, of %s until %s", location, requests.get(i).at())
                    .isGreaterThanOrEqualTo(allowance.interval());
        }
    }

    /// From when the command had come until it went out, no poll took a free slot before it.
    private static void assertWentFirst(
            CommandResult result, Map<String, List<Ledger.Request>> requests, Ledger ledger) {
        String request = ledger.effectsOf(result.appointmentId()).getFirst().traceId();
        List<Ledger.Request> overtook = requests.get(result.id().locationId()).stream()
                .takeWhile(each -> !each.traceId().equals(request))
                .filter(each -> each.operation() != Operation.CREATE
                        && each.at().isAfter(result.receivedAt().plus(ON_ITS_WAY)))
                .toList();
        assertThat(overtook).as("went out before %s, which was received at %s", result.id(), result.receivedAt()).isEmpty();
    }

    /// What each location uses over some time in which all of them use what they should, or of the last of several looks.
    private static DoubleSummaryStatistics usedOnceSteady(Ledger ledger) throws InterruptedException {
        Thread.sleep(WARM_UP);
        DoubleSummaryStatistics used;
        int looks = 0;
        do {
            Instant steady = Instant.now();
            Thread.sleep(STEADY);
            Map<String, List<Ledger.Request>> requests = byLocation(ledger);
            used = LOCATIONS.stream()
                    .mapToDouble(location -> used(location, requests.getOrDefault(location, List.of()), steady))
                    .summaryStatistics();
        } while (used.getMin() <= TO_BE_USED && ++looks < LOOKS);
        return used;
    }

    private static Map<String, List<Ledger.Request>> byLocation(Ledger ledger) {
        return ledger.requests().stream().collect(Collectors.groupingBy(Ledger.Request::locationId));
    }

    /// By the mean time that as many requests take as an interval allows.
    private static double used(String location, List<Ledger.Request> requests, Instant steady) {
        int burst = ALLOWANCES.get(location).burst();
        List<Instant> arrivals = requests.stream()
                .map(Ledger.Request::at)
                .filter(at -> at.isAfter(steady) && at.isBefore(steady.plus(STEADY)))
                .toList();
        double mean = IntStream.range(burst, arrivals.size())
                .mapToLong(i -> Duration.between(arrivals.get(i - burst), arrivals.get(i)).toMillis())
                .average()
                .orElse(Double.POSITIVE_INFINITY);
        return INTERVAL.toMillis() / mean;
    }

    private void traffic(CommandSender sender) {
        String location = LOCATIONS.get(slot % LOCATIONS.size());
        sender.send(CommandSender.create(
                "cmd-" + slot, location, calendar(location, 0), user(location, 0), freeSlot(), body -> {}));
        slot++;
    }

    private String freeSlot() {
        ZonedDateTime first = ZonedDateTime.now(ZONE).plusDays(1).withHour(0).withMinute(0).withSecond(0).withNano(0);
        return WALL_CLOCK.format(first.plusMinutes(30L * slot));
    }

    private static CalendarSimulator simulator() {
        return new CalendarSimulator(
                        new SimulatedCalendar(
                                InstantSource.system(), new Quirks().with(Quirk.SLIDING_RATE_WINDOW), new Ledger(),
                                LOCATIONS.stream().map(BudgetIT::location).toList()),
                        new FaultPlan())
                .start(0);
    }

    /// With so many windows to look at each second that the allowance is never enough.
    private static VendorLocation location(String id) {
        String[] team = IntStream.range(0, 4).mapToObj(i -> user(id, i)).toArray(String[]::new);
        return VendorLocation.of(
                        id,
                        ZONE,
                        IntStream.range(0, 3)
                                .mapToObj(i -> VendorCalendar.of(calendar(id, i), "round_robin", team))
                                .toList(),
                        IntStream.range(0, 4)
                                .mapToObj(i -> new VendorUser(user(id, i), "One", WeeklyHours.always()))
                                .toList())
                .withAllowance(ALLOWANCES.get(id));
    }

    private static String calendar(String location, int number) {
        return "cal-" + number + "-" + location;
    }

    private static String user(String location, int number) {
        return "user-" + number + "-" + location;
    }
}
