package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.RateLimit;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.change.PolledWindow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import dev.almanac.location.Polling;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What 401 and 403 cost: what they are about, and nothing else.
class DenialTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final String SCOPE = "The token is not authorized for this scope.";
    private Shard shard = new Shard(ShardTest.RULES, Restored.NOTHING, T0);
    private final List<Call> calls = new ArrayList<>();
    private Instant now = T0;
    private int commands;
    private final List<Request> asked = new ArrayList<>();
    /// Which requests are denied, and how; the others are answered by nothing.
    private Predicate<Request> deniedBy = _ -> false;
    private Answer denial = answer(403, SCOPE);
    /// Answers to creates are.
    private boolean lost;
    /// Of every appointment; null where there are none.
    private String status;

    @BeforeEach
    void watchTwoCalendars() {
        configure(false, "cal", "cal-2");
    }

    @ParameterizedTest
    @CsvSource({"403, Forbidden resource", "401, " + SCOPE, "401, This route is not yet supported by the IAM Service."})
    void whereBlockedTimeMayNotBeReadBookingsAndOtherPollsGoOn(int status, String message) {
        deny(Request.ListBlockedTime.class, status, message);
        pass(Duration.ofSeconds(5));
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
        assertThat(status().denied()).containsExactly(Operation.LIST_BLOCKED_TIME);

        for (int i = 0; i < 60; i++) {
            book();
            assertThat(calls).as("at once").anyMatch(call -> call.request() instanceof Request.CreateAppointment);
            pass(Duration.ofSeconds(1));
        }
        assertThat(status().windows().stream().filter(DenialTest::isSeen)).as("both calendars, near and far").hasSize(4);
    }

    @Test
    void whatIsDeniedIsAskedAgainWhenItMayHaveBeenMended() {
        deny(Request.ListBlockedTime.class, 403, SCOPE);
        pass(Duration.ofSeconds(5));
        deniedBy = _ -> false;
        assertThat(status().denied()).isNotEmpty();

        pass(Duration.ofSeconds(20));
        assertThat(status().denied()).as("left alone").isNotEmpty();
        pass(Duration.ofSeconds(10));
        assertThat(status().denied()).isEmpty();
        assertThat(status().windows()).allMatch(DenialTest::isSeen);
    }

    @Test
    void aTokenThatIsNotOneRestsTheLocation() {
        deny(Request.ListBlockedTime.class, 401, "Invalid JWT");
        pass(Duration.ofSeconds(5));
        book();

        assertThat(calls).isEmpty();
        assertThat(status().state()).isEqualTo(LocationStatus.State.DENIED);
        assertThat(status().until()).isAfter(now);
    }

    @Test
    void aCommandThatIsDeniedWaitsAndIsNotEnded() {
        deny(Request.CreateAppointment.class, 403, SCOPE);
        pass(Duration.ofSeconds(5));
        book();
        pass(Duration.ofSeconds(1));
        assertThat(status().denied()).containsExactly(Operation.CREATE_APPOINTMENT);
        assertThat(status().state()).as("what is polled goes on").isEqualTo(LocationStatus.State.SERVED);
        assertThat(shard.waiting()).isEqualTo(1);

        deniedBy = _ -> false;
        pass(Duration.ofSeconds(30));
        assertThat(shard.waiting()).isZero();
        assertThat(status().denied()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsDeniedToManyCostsSomeCallsADayAndKeepsNothingElseWaiting(boolean reads) {
        pass(Duration.ofSeconds(5));
        deny(reads ? Request.ReadAppointment.class : Request.CreateAppointment.class, 403, SCOPE);
        for (int i = 0; i < 500; i++) {
            if (reads) {
                change();
            } else {
                book();
            }
        }
        pass(Duration.ofMinutes(2));
        asked.clear();
        for (int minute = 0; minute < 10; minute++) {
            if (reads) {
                book();
                assertThat(calls).as("at once").anyMatch(call -> call.request() instanceof Request.CreateAppointment);
            }
            pass(Duration.ofMinutes(1));
        }

        assertThat(shard.waiting()).as("none is ended, and none of the others waits").isEqualTo(500);
        long denied = asked.stream().filter(deniedBy).count();
        assertThat(denied).as("tries in ten minutes, of commands, and of readings of what was booked").isBetween(10L, 20L * (ShardTest.RULES.shard().maxInFlight() + 10));
        assertThat(asked).as("polls go on").anyMatch(Request.ListAppointments.class::isInstance);
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);

        deniedBy = _ -> false;
        pass(Duration.ofMinutes(7));
        assertThat(shard.waiting()).as("mended").isZero();
    }

    @Test
    void aLookThatIsDeniedLikeAllListsEndsUnresolvedInTheEnd() {
        configure(false, "cal", "cal-2", "cal-3", "cal-4", "cal-5");
        pass(Duration.ofSeconds(5));
        lost = true;
        book("cal");
        pass(Duration.ofSeconds(1));
        lost = false;
        deny(Request.ListAppointments.class, 403, SCOPE);
        pass(Duration.ofMinutes(50));
        assertThat(shard.waiting()).isEqualTo(1);

        pass(Duration.ofMinutes(20));
        assertThat(shard.waiting()).as("it has its result").isZero();
    }

    /// Such as of thousands that a form sends to the calendar of somebody else.
    @Test
    void manyThatAreDeniedByThemselvesKeepNoOthersWaiting() {
        pass(Duration.ofSeconds(5));
        deniedBy = request -> request instanceof Request.CreateAppointment(var body) && "cal-2".equals(body.details().calendarId());
        denial = answer(403, "The token does not have access to this calendar.");
        for (int i = 0; i < 400; i++) {
            book("cal-2");
        }
        pass(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            book("cal");
            pass(Duration.ofSeconds(31));
            assertThat(shard.waiting()).as("after %d", i).isEqualTo(400);
        }
    }

    @Test
    void anUpdateThatMayNotBeWrittenIsReadAgainBeforeItIs() {
        pass(Duration.ofSeconds(5));
        status = "confirmed";
        deny(Request.UpdateAppointment.class, 403, SCOPE);
        for (int i = 0; i < 100; i++) {
            change();
        }
        pass(Duration.ofMinutes(10));
        long reads = asked.stream().filter(Request.ReadAppointment.class::isInstance).count();
        assertThat(reads).as("in ten minutes").isBetween(10L, 20L * 20 + 100);
        status = "cancelled";
        deniedBy = _ -> false;
        asked.clear();
        pass(Duration.ofMinutes(6));

        assertThat(shard.waiting()).isZero();
        assertThat(asked.stream().filter(Request.UpdateAppointment.class::isInstance).map(Request.UpdateAppointment.class::cast))
                .hasSize(100)
                .allSatisfy(update -> assertThat(update.details().appointmentStatus()).isEqualTo("cancelled"));
    }

    /// Although what it reads each time is granted.
    @Test
    void anUpdateThatIsDeniedWaitsLongerEachTime() {
        pass(Duration.ofSeconds(5));
        status = "confirmed";
        change();
        deny(Request.UpdateAppointment.class, 403, SCOPE);
        pass(Duration.ofMinutes(20));

        assertThat(asked.stream().filter(Request.UpdateAppointment.class::isInstance)).hasSizeBetween(8, 14);
    }

    /// Whoever comes after a restart must not wait because of the first that is denied.
    @Test
    void oneThatIsDeniedBeforeAnyIsGrantedKeepsNoOtherWaiting() {
        deniedBy = request -> request instanceof Request.CreateAppointment(var body) && "cal-2".equals(body.details().calendarId());
        book("cal-2");
        pass(Duration.ofSeconds(20));
        book("cal");
        assertThat(calls).as("at once").anyMatch(call -> call.request() instanceof Request.CreateAppointment);
        pass(Duration.ofSeconds(1));
        assertThat(shard.waiting()).isEqualTo(1);
    }

    /// Such as those of a form that names a calendar of somebody else.
    @Test
    void commandsThatAreDeniedByThemselvesKeepNoOthersWaiting() {
        pass(Duration.ofSeconds(5));
        book("cal");
        pass(Duration.ofSeconds(1));
        deniedBy = request -> request instanceof Request.CreateAppointment(var body) && "cal-2".equals(body.details().calendarId());
        denial = answer(403, "The token does not have access to this calendar.");
        book("cal-2");
        book("cal-2");
        pass(Duration.ofMinutes(1));
        for (int i = 0; i < 60; i++) {
            book("cal");
            pass(Duration.ofSeconds(1));
        }
        pass(Duration.ofSeconds(31));
        assertThat(shard.waiting()).as("they wait, and nobody else").isEqualTo(2);

        deniedBy = _ -> false;
        pass(Duration.ofMinutes(5));
        assertThat(shard.waiting()).as("mended").isZero();
    }

    @Test
    void aLookThatIsDeniedKeepsNoOthersWaiting() {
        pass(Duration.ofSeconds(5));
        lost = true;
        book("cal");
        pass(Duration.ofSeconds(1));
        lost = false;
        deny(Request.ListAppointments.class, 403, SCOPE);
        pass(Duration.ofMinutes(1));
        book("cal");
        pass(Duration.ofSeconds(1));

        assertThat(shard.waiting()).as("the one that cannot be found").isEqualTo(1);
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
    }

    @Test
    void whereNothingButDenialsComesBackTheLocationIsDenied() {
        pass(Duration.ofSeconds(5));
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
        deny(Request.class, 403, "The token does not have access to this location.");
        pass(Duration.ofMinutes(30));

        assertThat(status().state()).isEqualTo(LocationStatus.State.DENIED);
        assertThat(status().denied()).contains(Operation.LIST_APPOINTMENTS, Operation.LIST_BLOCKED_TIME);
        deniedBy = _ -> false;
        pass(Duration.ofMinutes(2));
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
    }

    @Test
    void oneCalendarOfSomebodyElseKeepsNoOtherWaiting() {
        deniedBy = request -> request instanceof Request.ListAppointments(var owner, _) && owner.id().equals("cal-2");
        pass(Duration.ofMinutes(20));

        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
        assertThat(status().denied()).isEmpty();
        assertThat(status().windows().stream().filter(window -> !isSeen(window)).map(each -> each.poll().owner().id()))
                .containsExactly("cal-2", "cal-2");
        assertThat(status().nearSeenAt()).as("and nobody takes it for seen").isNull();
    }

    @Test
    void aTokenThatMayNotListCalendarsIsToldAndCostsNothingElse() {
        configure(true, "cal");
        deny(Request.ListCalendars.class, 401, SCOPE);
        pass(Duration.ofMinutes(10));

        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
        assertThat(status().denied()).containsExactly(Operation.LIST_CALENDARS);
    }

    @Test
    void calendarsAreAskedForAgainSoonWhereTheTokenWasWrong() {
        shard = new Shard(ShardTest.RULES, Restored.NOTHING, T0);
        calls.clear();
        configure(true);
        deny(Request.ListCalendars.class, 401, "Invalid JWT");
        pass(Duration.ofSeconds(1));
        assertThat(status().state()).as("nothing else is asked").isEqualTo(LocationStatus.State.DENIED);
        deniedBy = _ -> false;
        pass(Duration.ofMinutes(1));

        assertThat(status().denied()).isEmpty();
        assertThat(status().state()).isEqualTo(LocationStatus.State.SERVED);
    }

    private void deny(Class<? extends Request> kind, int status, String message) {
        denial = answer(status, message);
        deniedBy = kind::isInstance;
    }

    private static boolean isSeen(PolledWindow window) {
        return window.seenAt() != null;
    }

    private LocationStatus status() {
        return shard.statuses(now).getFirst();
    }

    /// An update of an appointment of its own.
    private void change() {
        String id = "u" + commands++;
        receive(new AppointmentCommand.Update(new CommandId("loc", id), now, null, "apt-of-" + id, null, details(null, id)));
    }

    private void book() {
        book("cal");
    }

    private void book(String calendar) {
        String id = "c" + commands++;
        receive(new AppointmentCommand.Create(new CommandId("loc", id), now, null, "contact-" + id, details(calendar, id)));
    }

    private static AppointmentDetails details(String calendar, String title) {
        return new AppointmentDetails(
                calendar, "2026-03-05T10:00:00Z", null, title, null, null, null, null, null, null, null, null, null, null, null);
    }

    private void receive(AppointmentCommand command) {
        decide(new Input.CommandReceived(
                command, Trace.NONE, new ConsumerRecord<>("commands", 0, commands, null, null)));
    }

    /// Time goes by, and whatever is asked is answered within a moment.
    private void pass(Duration time) {
        for (Instant end = now.plus(time); now.isBefore(end); ) {
            now = now.plusMillis(100);
            List<Call> open = List.copyOf(calls);
            calls.clear();
            open.forEach(call -> asked.add(call.request()));
            decide(open.stream().map(call -> new Input.CallFinished(call, reply(call.request()), now)).toArray(Input[]::new));
        }
    }

    private Reply reply(Request request) {
        return switch (request) {
            case Request.ReadAppointment(String id) ->
                new Reply.Read(result(request, status == null ? null : AnAppointment.of(id).status(status).build()));
            case Request.ListAppointments _ -> new Reply.Events(result(request, new EventList(List.of(), List.of())));
            case Request.ListBlockedTime _ -> new Reply.Blocked(result(request, List.of()));
            case Request.ListCalendars _ -> new Reply.Calendars(result(request, List.of()));
            case Request.CreateAppointment _ when lost -> new Reply.Written(new ApiResult.InDoubt<>("reset", null));
            case Request.CreateAppointment _, Request.UpdateAppointment _ ->
                new Reply.Written(result(request, "apt-" + commands));
        };
    }

    private <T> ApiResult<T> result(Request request, T value) {
        if (deniedBy.test(request)) {
            return new ApiResult.Denied<>(denial);
        }
        return value == null ? new ApiResult.NotFound<>(answer(404, "gone")) : new ApiResult.Ok<>(value, answer(200, null));
    }

    private void decide(Input... inputs) {
        calls.addAll(shard.decide(Arrays.asList(inputs), now, true).calls());
    }

    private void configure(boolean discover, String... calendars) {
        decide(new Input.LocationsChanged(Map.of("loc", new Location(
                "loc", ZoneOffset.UTC, "token",
                Arrays.stream(calendars).collect(Collectors.toMap(id -> id, _ -> Optional.empty())), Map.of(), Map.of(),
                List.of(), null, discover ? Polling.of(10, true) : Polling.NAMED_ONLY, Duration.ZERO))));
    }

    private static Answer answer(int status, String message) {
        return new Answer(
                status, message, null,
                new RateLimit(100, 99, Duration.ofSeconds(10), 200_000, 199_000, Duration.ofHours(9)));
    }
}
