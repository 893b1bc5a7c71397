package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentChange.Kind;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.Operation;
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
import dev.almanac.schema.UpdateAppointment;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Commands to results, windows to changes to figures: a real broker, a real registry, the whole of Almanac, and a simulated
/// calendar whose ledger is the judge.
@ExtendWith({TestKafka.class, TestRegistry.class})
class EndToEndIT {
    private static final String LOCATION = "loc-end-to-end";
    private static final String CALENDAR = "cal-one";
    private static final String USER = "user-one";
    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private static CalendarSimulator simulator;
    private static AlmanacUnderTest almanac;
    private static CommandSender sender;
    private static TopicFollower<CommandResult> results;
    private static TopicFollower<AppointmentChange> changes;
    private static TopicFollower<byte[]> deadLetters;
    private static TopicFollower<NoShows> noShows;
    private static TopicFollower<Utilization> utilization;
    private static int slot;

    @BeforeAll
    static void start(TestKafka.Broker broker, TestRegistry.Server registry, @TempDir Path folder) {
        VendorLocation location = VendorLocation.of(
                LOCATION,
                ZONE,
                List.of(VendorCalendar.of(CALENDAR, "round_robin", USER)),
                List.of(new VendorUser(USER, "One", WeeklyHours.always())));
        simulator = new CalendarSimulator(new SimulatedCalendar(InstantSource.system(), location), new FaultPlan()).start(0);
        almanac = new AlmanacUnderTest(broker, registry, simulator, folder).start();
        Topics topics = almanac.topics();
        sender = new CommandSender(broker.bootstrapServers(), registry.url(), topics.commands().name());
        results = follow(broker, topics.results());
        changes = follow(broker, topics.changes());
        deadLetters = follow(broker, topics.deadLetters());
        noShows = follow(broker, topics.noShows());
        utilization = follow(broker, topics.utilization());
    }

    private static <V> TopicFollower<V> follow(TestKafka.Broker broker, Topic<?, V> topic) {
        return new TopicFollower<>(broker.bootstrapServers(), topic);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part :
                List.of(results, changes, deadLetters, noShows, utilization, sender, almanac, simulator)) {
            part.close();
        }
    }

    @AfterEach
    void noFaultOutlivesItsTest() {
        simulator.faults().clear();
    }

    @Test
    void aCreateBooksOnceAndIsToldByResultChangeAndFigures() {
        String start = freeSlot();
        AppointmentCommand command = create(start);
        sender.send(command);

        CommandResult result = resultOf(command);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(bookings(command)).isEqualTo(1);

        AppointmentChange change = changeBy(command);
        assertThat(change.kind()).isEqualTo(Kind.APPEARED);
        assertThat(change.after().id()).isEqualTo(result.appointmentId());
        assertThat(change.after().appointment().startTime()).isEqualTo(OffsetDateTime.parse(start));
        assertThat(change.after().createCommandId()).isEqualTo(command.getCommandId());

        LocalDate day = OffsetDateTime.parse(start).atZoneSameInstant(ZONE).toLocalDate();
        noShows.await("a no-show cell of the day", cell -> cell.key().scope() == Scope.USER
                && cell.key().scopeId().equals(USER) && cell.key().day().equals(day) && cell.figures().upcoming() > 0);
        utilization.await("a utilization cell of the day", cell -> cell.key().scope() == Scope.LOCATION
                && cell.key().day().equals(day) && cell.figures().booked().compareTo(Duration.ofMinutes(30)) >= 0);
    }

    @Test
    void aRescheduleMovesTheAppointment() {
        String appointment = booked(freeSlot());
        String later = freeSlot();
        AppointmentCommand command = update(body -> body.setAppointmentId(appointment).setStartTime(later));
        sender.send(command);

        assertThat(resultOf(command).outcome()).isEqualTo(Outcome.SUCCEEDED);
        AppointmentChange change = changeBy(command);
        assertThat(change.kind()).isEqualTo(Kind.RESCHEDULED);
        assertThat(change.changedFields()).contains("startTime", "endTime");
        assertThat(change.after().appointment().startTime()).isEqualTo(OffsetDateTime.parse(later));
        assertThat(change.before().appointment().id()).isEqualTo(appointment);
    }

    @Test
    void aCancellationIsAStatusAndNoRemoval() {
        AppointmentChange change = statusChange("cancelled");
        assertThat(change.kind()).isEqualTo(Kind.STATUS_CHANGED);
        assertThat(change.after().removed()).isFalse();
    }

    @Test
    void showedAndNoShowReachTheFigures() {
        AppointmentChange showed = statusChange("showed");
        AppointmentChange missed = statusChange("noshow");
        assertThat(showed.after().appointment().status()).isEqualTo("showed");
        assertThat(missed.after().appointment().status()).isEqualTo("noshow");
        LocalDate day = missed.after().appointment().startTime().atZoneSameInstant(ZONE).toLocalDate();
        noShows.await("the no-show", cell -> cell.key().scope() == Scope.LOCATION
                && cell.key().day().equals(day) && cell.figures().noShow() >= 1);
        LocalDate other = showed.after().appointment().startTime().atZoneSameInstant(ZONE).toLocalDate();
        noShows.await("the one who showed", cell -> cell.key().scope() == Scope.LOCATION
                && cell.key().day().equals(other) && cell.figures().showed() >= 1);
    }

    @Test
    void anUpdateMayNameTheCreateInsteadOfTheAppointment() {
        AppointmentCommand create = create(freeSlot());
        AppointmentCommand update =
                update(body -> body.setCreateCommandId(create.getCommandId()).setTitle("Named by its create"));
        sender.send(create);
        sender.send(update);

        CommandResult result = resultOf(update);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.appointmentId()).isEqualTo(resultOf(create).appointmentId());
        assertThat(stored(result.appointmentId())).containsEntry("title", "Named by its create");
    }

    @Test
    void aSlotThatIsTakenIsRejectedAndChangesNothing() {
        String start = freeSlot();
        booked(start);
        AppointmentCommand command = create(start);
        sender.send(command);

        CommandResult result = resultOf(command);
        assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(result.reason()).isEqualTo(Reason.SLOT_UNAVAILABLE);
        assertThat(result.message()).contains("no longer available");
        assertThat(result.traceId()).isNotBlank();
        assertThat(bookings(command)).isZero();
    }

    @Test
    void anInvalidBodyIsRejectedWithTheReason() {
        AppointmentCommand refusedByTheVendor = CommandSender.create(
                id(), LOCATION, CALENDAR, USER, freeSlot(), body -> body.setAppointmentStatus("no-show"));
        AppointmentCommand noCommandAtAll =
                CommandSender.create(id(), LOCATION, CALENDAR, USER, "tomorrow at nine", body -> {});
        sender.send(refusedByTheVendor);
        sender.send(noCommandAtAll);

        assertThat(resultOf(refusedByTheVendor).reason()).isEqualTo(Reason.VALIDATION);
        assertThat(resultOf(refusedByTheVendor).message()).contains("valid enum value");
        assertThat(resultOf(noCommandAtAll).reason()).isEqualTo(Reason.VALIDATION);
        assertThat(resultOf(noCommandAtAll).message()).contains("startTime");
        assertThat(resultOf(noCommandAtAll).attempts()).isZero();
        assertThat(bookings(refusedByTheVendor) + bookings(noCommandAtAll)).isZero();
    }

    @Test
    void aLostAnswerIsNotBookedTwice() {
        simulator.faults().next(Operation.CREATE, new Fault.Reset(Fault.When.AFTER_EFFECT));
        AppointmentCommand command = create(freeSlot());
        sender.send(command);

        CommandResult result = resultOf(command);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.adopted()).isTrue();
        assertThat(bookings(command)).isEqualTo(1);
        assertThat(changeBy(command).after().id()).isEqualTo(result.appointmentId());
    }

    @Test
    void aBookingThatNeverShowsUpIsSentAgainWhereTheCalendarWouldRefuseATwin() {
        simulator.faults().next(Operation.CREATE, new Fault.Reset(Fault.When.BEFORE_EFFECT));
        AppointmentCommand command = create(freeSlot());
        sender.send(command);

        CommandResult result = resultOf(command);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(Duration.between(result.startedAt(), result.finishedAt())).isGreaterThan(AlmanacUnderTest.SETTLE);
        assertThat(bookings(command)).isEqualTo(1);
    }

    @Test
    void twoBookingsOfOneCreateRaiseTheAlarm() {
        // Longer than a write is assumed to take.
        Duration late = AlmanacUnderTest.SETTLE.plusSeconds(8);
        simulator.faults().next(Operation.CREATE, new Fault.LateEffect(late));
        AppointmentCommand command = create(freeSlot());
        sender.send(command);
        String first = resultOf(command).appointmentId();
        // Otherwise the slot check would stop the late one.
        simulator.calendar().people().reschedule(first, OffsetDateTime.parse(freeSlot()).toInstant());

        Waiting.until("the late booking", PATIENCE, () -> bookings(command) == 2);
        Waiting.until("the alarm", PATIENCE, () -> almanac.bean(MeterRegistry.class)
                .counter("almanac.duplicate.bookings").count() == 1);
    }

    @Test
    void aBookingThatNeverShowsUpIsUnresolvedWhereNothingWouldStopATwin() {
        simulator.faults().next(Operation.CREATE, new Fault.Reset(Fault.When.BEFORE_EFFECT));
        AppointmentCommand command = CommandSender.create(
                id(), LOCATION, CALENDAR, USER, freeSlot(), body -> body.setIgnoreFreeSlotValidation(true));
        sender.send(command);

        CommandResult result = resultOf(command);
        assertThat(result.outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(result.reason()).isEqualTo(Reason.NOT_FOUND_AFTER_SETTLE);
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(Duration.between(result.startedAt(), result.finishedAt())).isGreaterThan(AlmanacUnderTest.SETTLE);
        assertThat(bookings(command)).isZero();
    }

    @Test
    void aRepeatedCommandIsAnsweredOnce() {
        AppointmentCommand command = create(freeSlot());
        sender.send(command);
        resultOf(command);
        sender.send(command);
        AppointmentCommand next = create(freeSlot());
        sender.send(next);
        resultOf(next);

        assertThat(results.values(result -> result.id().commandId().equals(command.getCommandId()))).hasSize(1);
        assertThat(bookings(command)).isEqualTo(1);
    }

    @Test
    void anotherBodyUnderAKnownIdIsADeadLetter() {
        AppointmentCommand command = create(freeSlot());
        AppointmentCommand impostor = CommandSender.create(
                command.getCommandId(), LOCATION, CALENDAR, USER, freeSlot(), body -> body.setTitle("Another"));
        sender.send(command);
        sender.send(impostor);

        assertThat(resultOf(command).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(deadLetter(sender.bytes(impostor))).containsEntry("almanac-dlq-reason", "different_body");
    }

    @Test
    void anUndecodableRecordIsADeadLetterAndDelaysNobody() {
        byte[] garbage = ("no Avro " + id()).getBytes(StandardCharsets.UTF_8);
        byte[] unknownSchema = ByteBuffer.allocate(9).put((byte) 0).putInt(987_654).putInt(slot).array();
        int partition = Placement.partitionOf(LOCATION, AlmanacUnderTest.SHARDS);
        sender.sendBytes(partition, LOCATION.getBytes(StandardCharsets.UTF_8), unknownSchema);
        sender.sendBytes(partition, LOCATION.getBytes(StandardCharsets.UTF_8), garbage);
        AppointmentCommand next = create(freeSlot());
        sender.send(next);

        assertThat(resultOf(next).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(deadLetter(garbage))
                .containsEntry("almanac-dlq-reason", "unreadable")
                .containsEntry("almanac-dlq-topic", almanac.topics().commands().name())
                .containsEntry("almanac-dlq-partition", String.valueOf(partition))
                .containsKeys("almanac-dlq-message", "almanac-dlq-offset", "almanac-dlq-time");
        assertThat(deadLetter(unknownSchema)).containsEntry("almanac-dlq-reason", "unknown_schema");
    }

    @Test
    void aCommandInAnotherPartitionIsMovedAndExecutedOnce() {
        AppointmentCommand command = create(freeSlot());
        int home = Placement.partitionOf(LOCATION, AlmanacUnderTest.SHARDS);
        sender.sendBytes((home + 1) % AlmanacUnderTest.SHARDS, null, sender.bytes(command));

        assertThat(resultOf(command).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(bookings(command)).isEqualTo(1);
        assertThat(results.entries().stream()
                        .filter(entry -> entry.value().id().commandId().equals(command.getCommandId()))
                        .map(entry -> entry.raw().partition()))
                .containsExactly(home);
    }

    @Test
    void aCommandForAnUnknownLocationIsRejected() {
        AppointmentCommand command = CommandSender.create(id(), "loc-nobody", CALENDAR, USER, freeSlot(), body -> {});
        sender.send(command);
        assertThat(resultOf(command).reason()).isEqualTo(Reason.UNKNOWN_LOCATION);
    }

    @Test
    void whatPeopleDoInTheCalendarIsToldWithoutACommand() {
        String appointment = booked(freeSlot());
        simulator.calendar().people().cancel(appointment);
        AppointmentChange change = changes.await("the cancellation", seen -> seen.after().id().equals(appointment)
                && seen.kind() == Kind.STATUS_CHANGED);
        assertThat(change.commandId()).isNull();
        assertThat(change.after().sequence()).isEqualTo(2);
    }

    /// By the broker's clock: from the record of the result to the record of the change.
    @Test
    void whatACommandDoesIsOnTheFeedWithinTwoSecondsOfItsResult() {
        String appointment = booked(freeSlot());
        List<AppointmentCommand> commands = new ArrayList<>();
        for (String status : List.of("showed", "noshow", "cancelled", "confirmed", "showed")) {
            AppointmentCommand command = update(body -> body.setAppointmentId(appointment).setAppointmentStatus(status));
            sender.send(command);
            // One after the other: two changes that are seen together are told as one.
            resultOf(command);
            changeBy(command);
            commands.add(command);
        }
        assertThat(commands).allSatisfy(command -> {
            long result = timestamp(results, value -> value.id().commandId().equals(command.getCommandId()));
            long change = timestamp(changes, value -> command.getCommandId().equals(value.commandId()));
            assertThat(change - result).isLessThan(2000);
        });
    }

    private static <V> long timestamp(TopicFollower<V> follower, Predicate<V> fits) {
        return follower.entries().stream()
                .filter(entry -> entry.value() != null && fits.test(entry.value()))
                .mapToLong(entry -> entry.raw().timestamp())
                .findFirst()
                .orElseThrow();
    }

    private static String freeSlot() {
        ZonedDateTime first = ZonedDateTime.now(ZONE).plusDays(1).withHour(0).withMinute(0).withSecond(0).withNano(0);
        return WALL_CLOCK.format(first.plusMinutes(30L * slot++));
    }

    private static String id() {
        return "cmd-" + UUID.randomUUID();
    }

    private static AppointmentCommand create(String start) {
        return CommandSender.create(id(), LOCATION, CALENDAR, USER, start, body -> {});
    }

    private static AppointmentCommand update(Consumer<UpdateAppointment.Builder> members) {
        return CommandSender.update(id(), LOCATION, members);
    }

    /// Books a slot by command; gives the appointment's id.
    private static String booked(String start) {
        AppointmentCommand command = create(start);
        sender.send(command);
        changeBy(command);
        return resultOf(command).appointmentId();
    }

    private static AppointmentChange statusChange(String status) {
        String appointment = booked(freeSlot());
        AppointmentCommand command = update(body -> body.setAppointmentId(appointment).setAppointmentStatus(status));
        sender.send(command);
        assertThat(resultOf(command).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(stored(appointment)).containsEntry("appointmentStatus", status);
        return changeBy(command);
    }

    private static CommandResult resultOf(AppointmentCommand command) {
        return results.await(
                "the result of " + command.getCommandId(), result -> result.id().commandId().equals(command.getCommandId()));
    }

    private static AppointmentChange changeBy(AppointmentCommand command) {
        return changes.await(
                "the change by " + command.getCommandId(), change -> command.getCommandId().equals(change.commandId()));
    }

    private static long bookings(AppointmentCommand command) {
        return simulator.ledger().createsHolding("[almanac:" + command.getCommandId() + "]").size();
    }

    private static Map<String, Object> stored(String appointmentId) {
        return simulator.calendar().read(LOCATION, appointmentId).members();
    }

    private static Map<String, String> deadLetter(byte[] value) {
        deadLetters.await("the dead letter", letter -> Arrays.equals(letter, value));
        Map<String, String> headers = new HashMap<>();
        deadLetters.entries().stream()
                .filter(letter -> Arrays.equals(letter.value(), value))
                .forEach(letter -> letter.raw().headers().forEach(header ->
                        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8))));
        return headers;
    }
}
