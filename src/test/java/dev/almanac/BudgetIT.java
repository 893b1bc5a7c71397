package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Ledger;
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
import dev.almanac.kafka.Placement;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Polls and commands want more than the vendor allows, and the shards move from one process to another and back: the vendor
/// never has to say so, and what it allows is used.
@ExtendWith({TestKafka.class, TestRegistry.class})
class BudgetIT {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final RateAllowance ALLOWANCE = new RateAllowance(25, Duration.ofSeconds(10), 10_000_000);
    private static final Duration PACE = Duration.ofMillis(1500);
    /// Long enough for a second owner to fill a window that the first has filled before.
    private static final Duration STAY = Duration.ofSeconds(3);
    private static final Duration STEADY = ALLOWANCE.interval().multipliedBy(2);

    /// Two for each shard.
    private static final List<String> LOCATIONS = IntStream.range(0, AlmanacUnderTest.SHARDS)
            .boxed()
            .flatMap(shard -> IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> "loc-budget-" + i)
                    .filter(id -> Placement.partitionOf(id, AlmanacUnderTest.SHARDS) == shard)
                    .limit(2))
            .toList();

    private int slot;

    @Test
    void theAllowanceIsUsedAndNeverExceededWhileShardsMove(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) throws InterruptedException {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest one = new AlmanacUnderTest(broker, registry, simulator, folder);
                AlmanacUnderTest two = one.peer("two", folder.resolve("two"));
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), one.topics().commands().name());
                TopicFollower<CommandResult> results = new TopicFollower<>(
                        broker.bootstrapServers(), one.start().topics().results())) {
            Instant steady = Instant.now();
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(() -> traffic(sender), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                Thread.sleep(STEADY);
                two.start();
                Thread.sleep(STAY);
                one.stop();
                Thread.sleep(STAY);
                one.start();
                Thread.sleep(STAY);
                traffic.shutdown();
            }
            Waiting.until("a result for each command", PATIENCE, () -> results.entries().size() >= slot);
            assertThat(results.entries()).extracting(entry -> entry.value().outcome()).containsOnly(Outcome.SUCCEEDED);

            LOCATIONS.forEach(location -> assertKept(simulator.ledger().requests(location)));
            double used = LOCATIONS.stream()
                    .mapToDouble(location -> used(simulator.ledger().requests(location), steady))
                    .min()
                    .orElseThrow();
            System.out.printf("least share of the allowance that a location used: %.1f %%%n", 100 * used);
            assertThat(used).isGreaterThan(0.95);
        }
    }

    private static void assertKept(List<Ledger.Request> requests) {
        assertThat(requests).extracting(Ledger.Request::status).doesNotContain(429);
        for (int i = ALLOWANCE.burst(); i < requests.size(); i++) {
            Instant before = requests.get(i - ALLOWANCE.burst()).at();
            assertThat(Duration.between(before, requests.get(i).at()))
                    .as("time for one more than the allowance, of %s until %s", requests.get(i).locationId(), requests.get(i).at())
                    .isGreaterThanOrEqualTo(ALLOWANCE.interval());
        }
    }

    /// By the mean time that as many requests take as an interval allows.
    private static double used(List<Ledger.Request> requests, Instant steady) {
        List<Instant> arrivals = requests.stream()
                .map(Ledger.Request::at)
                .filter(at -> at.isAfter(steady) && at.isBefore(steady.plus(STEADY)))
                .toList();
        double mean = IntStream.range(ALLOWANCE.burst(), arrivals.size())
                .mapToLong(i -> Duration.between(arrivals.get(i - ALLOWANCE.burst()), arrivals.get(i)).toMillis())
                .average()
                .orElseThrow();
        return ALLOWANCE.interval().toMillis() / mean;
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
        String[] team = IntStream.range(0, 3).mapToObj(i -> user(id, i)).toArray(String[]::new);
        return VendorLocation.of(
                        id,
                        ZONE,
                        IntStream.range(0, 2)
                                .mapToObj(i -> VendorCalendar.of(calendar(id, i), "round_robin", team))
                                .toList(),
                        IntStream.range(0, 3)
                                .mapToObj(i -> new VendorUser(user(id, i), "One", WeeklyHours.always()))
                                .toList())
                .withAllowance(ALLOWANCE);
    }

    private static String calendar(String location, int number) {
        return "cal-" + number + "-" + location;
    }

    private static String user(String location, int number) {
        return "user-" + number + "-" + location;
    }
}
