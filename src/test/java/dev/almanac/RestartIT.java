package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.AlmanacProcess;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StoredEvent;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorUser;
import dev.almanac.dev.Waiting;
import dev.almanac.dev.WeeklyHours;
import dev.almanac.kafka.Topic;
import dev.almanac.schema.AppointmentCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Almanac is killed and restarted in the middle of traffic, as a process of its own; the calendar's ledger and the topics
/// tell whether anything was done twice or left out.
@ExtendWith({TestKafka.class, TestRegistry.class})
class RestartIT {
    private static final List<String> LOCATIONS = List.of("loc-restart-a", "loc-restart-b");
    private static final String CALENDAR = "cal-one";
    private static final String USER = "user-one";
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final int ROUNDS = 3;
    private static final int COMMANDS_PER_ROUND = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<AppointmentCommand> sent = new ArrayList<>();
    private AlmanacProcess process;
    private int slot;

    @Test
    void restartsNeitherRepeatABookingNorRepeatOrSkipAChange(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        try (CalendarSimulator simulator = simulator();
                AlmanacUnderTest settings = new AlmanacUnderTest(broker, registry, simulator, folder);
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), settings.topics().commands().name())) {
            Path log = folder.resolve("almanac.log");
            process = AlmanacProcess.start(settings.environment(), log).awaitReady();
            for (int round = 0; round < ROUNDS; round++) {
                traffic(sender, simulator);
                if (round % 2 == 0) {
                    process.kill();
                } else {
                    process.terminate();
                }
                traffic(sender, simulator);
                process = AlmanacProcess.start(settings.environment(), log).awaitReady();
            }
            check(broker, settings.topics(), simulator);
        } finally {
            process.close();
        }
    }

    private void check(TestKafka.Broker broker, Topics topics, CalendarSimulator simulator) {
        try (TopicFollower<CommandResult> results = follow(broker, topics.results());
                TopicFollower<AppointmentChange> changes = follow(broker, topics.changes());
                TopicFollower<AppointmentRow> rows = follow(broker, topics.appointments())) {
            Waiting.until("a result for each command", PATIENCE, () -> results.entries().size() >= sent.size());
            Waiting.until("the feed to equal the calendar", PATIENCE, () -> feedEqualsCalendar(rows, simulator));

            oneTrueResultEach(results, simulator);
            noGapAndNoRepeat(changes);
        }
    }

    private void oneTrueResultEach(TopicFollower<CommandResult> results, CalendarSimulator simulator) {
        assertThat(results.entries()).hasSize(sent.size());
        Map<String, CommandResult> byCommand = new HashMap<>();
        results.entries().forEach(entry -> byCommand.put(entry.key(), entry.value()));
        for (AppointmentCommand command : sent) {
            CommandResult result = byCommand.get(command.getCommandId());
            assertThat(result).as(command.getCommandId()).isNotNull();
            if (command.getCreate() != null) {
                int bookings = simulator.ledger()
                        .createsHolding("[almanac:" + command.getCommandId() + "]")
                        .size();
                assertThat(bookings).as("bookings of " + result).isBetween(minimum(result), maximum(result));
            } else if (result.outcome() == Outcome.SUCCEEDED) {
                assertThat(simulator.ledger().effectsOf(result.appointmentId()))
                        .as("effects of " + result)
                        .anySatisfy(effect -> assertThat(effect.after().members())
                                .containsEntry("title", command.getUpdate().getTitle()));
            }
        }
    }

    private static int minimum(CommandResult result) {
        return result.outcome() == Outcome.SUCCEEDED ? 1 : 0;
    }

    private static int maximum(CommandResult result) {
        return result.outcome() == Outcome.REJECTED ? 0 : 1;
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

    private static boolean feedEqualsCalendar(TopicFollower<AppointmentRow> rows, CalendarSimulator simulator) {
        Map<String, String> told = new HashMap<>();
        rows.entries().forEach(entry -> told.put(entry.key(), text(entry.value())));
        Map<String, String> present = new HashMap<>();
        LOCATIONS.forEach(location -> simulator.calendar().rows(location).stream()
                .filter(StoredEvent::isAppointment)
                .filter(row -> !row.deleted())
                .forEach(row -> present.put(row.id(), text(row))));
        told.values().removeIf("removed"::equals);
        return told.equals(present);
    }

    private static String text(AppointmentRow row) {
        return row.removed()
                ? "removed"
                : row.appointment().startTime().toInstant() + " " + row.appointment().status() + " "
                        + row.appointment().title();
    }

    private static String text(StoredEvent row) {
        return row.startsAt() + " " + row.status() + " " + row.text("title");
    }

    /// Creates, updates that follow them at once, and people who cancel and delete.
    private void traffic(CommandSender sender, CalendarSimulator simulator) {
        for (int i = 0; i < COMMANDS_PER_ROUND / 2; i++) {
            String location = LOCATIONS.get(i % LOCATIONS.size());
            String id = "cmd-" + sent.size();
            send(sender, CommandSender.create(id, location, CALENDAR + location, USER + location, freeSlot(), body -> {}));
            send(sender, CommandSender.update(id + "-title", location, body ->
                    body.setCreateCommandId(id).setTitle("Renamed by " + id)));
            if (i % 4 == 0) {
                people(simulator, location, i);
            }
        }
    }

    private static void people(CalendarSimulator simulator, String location, int choice) {
        simulator.calendar().rows(location).stream()
                .filter(row -> row.isAppointment() && !row.deleted() && "confirmed".equals(row.status()))
                .findFirst()
                .ifPresent(row -> {
                    if (choice % 8 == 0) {
                        simulator.calendar().people().cancel(row.id());
                    } else {
                        simulator.calendar().people().delete(row.id());
                    }
                });
    }

    private void send(CommandSender sender, AppointmentCommand command) {
        sender.send(command);
        sent.add(command);
    }

    private String freeSlot() {
        ZonedDateTime first = ZonedDateTime.now(ZONE).plusDays(1).withHour(0).withMinute(0).withSecond(0).withNano(0);
        return WALL_CLOCK.format(OffsetDateTime.from(first.plusMinutes(30L * slot++)));
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
