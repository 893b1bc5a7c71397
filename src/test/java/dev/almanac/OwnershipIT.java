package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
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
import dev.almanac.kafka.Topic;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Shards move between owners while commands flow: from one process to another and back, or between the loops of one. Nobody is
/// killed, so nothing may even be in doubt.
@ExtendWith({TestKafka.class, TestRegistry.class})
class OwnershipIT {
    private static final String CALENDAR = "cal-";
    private static final String USER = "user-";
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// What the budget of three locations can take: a create and an update are six calls.
    private static final Duration PACE = Duration.ofMillis(250);

    /// One for each shard.
    private static final List<String> LOCATIONS = IntStream.range(0, AlmanacUnderTest.SHARDS)
            .mapToObj(shard -> IntStream.iterate(0, i -> i + 1)
                    .mapToObj(i -> "loc-owned-" + i)
                    .filter(id -> Placement.partitionOf(id, AlmanacUnderTest.SHARDS) == shard)
                    .findFirst()
                    .orElseThrow())
            .toList();

    private final Queue<AppointmentCommand> sent = new ConcurrentLinkedQueue<>();
    private int slot;

    @Test
    void shardsMoveBetweenProcessesAndNothingIsDoneTwiceOrLeftOut(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest one = new AlmanacUnderTest(broker, registry, simulator, folder);
                AlmanacUnderTest two = one.peer("two", folder.resolve("two"));
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), one.topics().commands().name());
                TopicFollower<CommandResult> results = follow(broker, one.start().topics().results());
                TopicFollower<AppointmentChange> changes = follow(broker, one.topics().changes());
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
                traffic.scheduleAtFixedRate(() -> traffic(sender), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
                two.start();
                Waiting.until("both own shards", PATIENCE, () -> owners(admin, one.groupId()) == 2);
                awaitMore(results);
                one.stop();
                Waiting.until("one owns all", PATIENCE, () -> owners(admin, one.groupId()) == 1);
                awaitMore(results);
                traffic.shutdown();
            }
            Waiting.until("a result for each command", PATIENCE, () -> results.entries().size() >= sent.size());
            oneSuccessEach(results, simulator);
            noGapAndNoRepeat(changes);
        }
    }

    @Test
    void theLoopsOfAProcessShareItsShards(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest one = new AlmanacUnderTest(broker, registry, simulator, folder)
                        .with("almanac.shard.loops", 2);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), one.topics().commands().name());
                TopicFollower<CommandResult> results = follow(broker, one.start().topics().results());
                TopicFollower<AppointmentChange> changes = follow(broker, one.topics().changes());
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            Waiting.until("both loops own shards", PATIENCE, () -> owners(admin, one.groupId()) == 2);
            for (int i = 0; i < 2 * LOCATIONS.size(); i++) {
                traffic(sender);
            }
            one.stop();
            one.start();
            Waiting.until("a result for each command", PATIENCE, () -> results.entries().size() >= sent.size());
            oneSuccessEach(results, simulator);
            noGapAndNoRepeat(changes);
        }
    }

    private void oneSuccessEach(TopicFollower<CommandResult> results, CalendarSimulator simulator) {
        assertThat(results.entries()).extracting(TopicFollower.Entry::key)
                .containsExactlyInAnyOrderElementsOf(sent.stream().map(AppointmentCommand::getCommandId).toList());
        assertThat(results.entries()).extracting(TopicFollower.Entry::value)
                .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED));
        for (AppointmentCommand command : sent) {
            if (command.getCreate() != null) {
                assertThat(simulator.ledger().createsHolding("[almanac:" + command.getCommandId() + "]"))
                        .as("bookings of " + command.getCommandId())
                        .hasSize(1);
            }
        }
    }

    private static void noGapAndNoRepeat(TopicFollower<AppointmentChange> changes) {
        Map<String, AppointmentRow> folded = new HashMap<>();
        for (TopicFollower.Entry<AppointmentChange> entry : changes.entries()) {
            AppointmentChange change = entry.value();
            AppointmentRow before = folded.put(entry.key(), change.after());
            assertThat(change.before()).as("before of " + entry.key()).isEqualTo(before);
            assertThat(change.after().sequence()).isEqualTo(before == null ? 1 : before.sequence() + 1);
        }
        assertThat(folded).isNotEmpty();
    }

    /// A create for each location, and an update that follows at once.
    private void traffic(CommandSender sender) {
        String location = LOCATIONS.get(slot % LOCATIONS.size());
        String id = "cmd-" + slot;
        send(sender, CommandSender.create(id, location, CALENDAR + location, USER + location, freeSlot(), body -> {}));
        send(sender, CommandSender.update(id + "-title", location, body ->
                body.setCreateCommandId(id).setTitle("Renamed by " + id)));
    }

    private void send(CommandSender sender, AppointmentCommand command) {
        sent.add(command);
        sender.send(command);
    }

    private String freeSlot() {
        ZonedDateTime first = ZonedDateTime.now(ZONE).plusDays(1).withHour(0).withMinute(0).withSecond(0).withNano(0);
        return WALL_CLOCK.format(first.plusMinutes(30L * slot++));
    }

    private static void awaitMore(TopicFollower<CommandResult> results) {
        int enough = results.entries().size() + 6;
        Waiting.until("more results", PATIENCE, () -> results.entries().size() >= enough);
    }

    private static long owners(Admin admin, String groupId) {
        try {
            Collection<MemberDescription> members =
                    admin.describeConsumerGroups(List.of(groupId)).all().get().get(groupId).members();
            return members.stream().filter(member -> !member.assignment().topicPartitions().isEmpty()).count();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static CalendarSimulator simulator() {
        VendorLocation[] locations = LOCATIONS.stream()
                .map(id -> VendorLocation.of(
                        id,
                        ZONE,
                        List.of(VendorCalendar.of(CALENDAR + id, "round_robin", USER + id)),
                        List.of(new VendorUser(USER + id, "One", WeeklyHours.always()))))
                .toArray(VendorLocation[]::new);
        return new CalendarSimulator(new SimulatedCalendar(InstantSource.system(), locations), new FaultPlan()).start(0);
    }

    private static <V> TopicFollower<V> follow(TestKafka.Broker broker, Topic<?, V> topic) {
        return new TopicFollower<>(broker.bootstrapServers(), topic, AlmanacUnderTest.SHARDS);
    }
}
