package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.Denied;
import dev.almanac.calendar.ApiResult.InDoubt;
import dev.almanac.calendar.ApiResult.NotFound;
import dev.almanac.calendar.ApiResult.NotSent;
import dev.almanac.calendar.ApiResult.Ok;
import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.ApiResult.Refused;
import dev.almanac.calendar.ApiResult.Throttled;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.Fault;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.ManualTime;
import dev.almanac.dev.Operation;
import dev.almanac.dev.Quirk;
import dev.almanac.dev.RateAllowance;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorToken;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The client and the simulated vendor agree on every operation and every answer; what truly happened is read from the
/// ledger.
class CalendarContractTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:00:00Z");
    private static final Window TWO_DAYS = new Window(NOW, NOW.plus(Duration.ofDays(2)));
    private static final WindowOwner SOLO = new WindowOwner(WindowOwner.Kind.CALENDAR, "solo");
    private static final WindowOwner ANN = new WindowOwner(WindowOwner.Kind.USER, "ann");
    private static final WindowOwner FRONT = new WindowOwner(WindowOwner.Kind.GROUP, "front");
    private static final Caller CALLER = caller("good");

    private final SimulatedCalendar calendar = new SimulatedCalendar(
            new ManualTime(NOW),
            VendorLocation.of(
                            "ny",
                            ZoneId.of("America/New_York"),
                            List.of(
                                    VendorCalendar.of("solo", "personal", "ann").inGroup("front"),
                                    VendorCalendar.of("team", "round_robin", "ann", "bob")),
                            List.of())
                    .withTokens(VendorToken.full("good"), new VendorToken("reader", Set.of(VendorToken.READ_EVENTS))),
            VendorLocation.of("be", ZoneId.of("Europe/Berlin"), List.of(), List.of()),
            VendorLocation.of("slow", ZoneId.of("Europe/Berlin"), List.of(), List.of())
                    .withAllowance(new RateAllowance(1, Duration.ofSeconds(10), 10)));
    private final FaultPlan faults = new FaultPlan();
    private final CalendarSimulator simulator = new CalendarSimulator(calendar, faults).start(0);
    private final CalendarApi api = api("2021-04-15");

    @AfterEach
    void close() {
        api.close();
        simulator.close();
    }

    @Test
    void whatIsCreatedIsReadAndListed() {
        String id = ok(create("solo", "10:00", with("description", "[key]")));
        Appointment read = ok(api.readAppointment(CALLER, "ny", id));
        assertThat(read.startTime()).isEqualTo(OffsetDateTime.parse("2026-03-02T10:00:00-05:00"));
        assertThat(read.startTime().getOffset()).hasToString("-05:00");
        assertThat(read.endTime()).isEqualTo(OffsetDateTime.parse("2026-03-02T10:30:00-05:00"));
        assertThat(read.knownStatus()).isEqualTo(AppointmentStatus.CONFIRMED);
        assertThat(read.description()).isEqualTo("[key]");
        assertThat(read.address()).isNull();
        assertThat(read.contactId()).isEqualTo("con");
        assertThat(read.groupId()).isEqualTo("front");
        assertThat(read.dateAdded()).isEqualTo(NOW);
        assertThat(read.extra()).containsOnlyKeys("statusDetails", "appointmentMeta");
        for (WindowOwner owner : List.of(SOLO, ANN, FRONT)) {
            assertThat(ok(api.listAppointments(CALLER, "ny", owner, TWO_DAYS)).appointments()).containsExactly(read);
        }
    }

    @ParameterizedTest
    @EnumSource(Quirk.class)
    void aBookingIsReadTheSameWhateverTheQuirk(Quirk quirk) {
        calendar.quirks().with(quirk);
        String id = ok(create("solo", "10:00", with("description", "[key]")));
        Appointment read = ok(api.readAppointment(CALLER, "ny", id));
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.description()).isEqualTo("[key]");
        assertThat(read.status()).isEqualTo("confirmed");
        assertThat(ok(api.listAppointments(CALLER, "ny", SOLO, TWO_DAYS)).appointments()).containsExactly(read);
    }

    @Test
    void anUpdateChangesWhatIsGiven() {
        String id = ok(create("solo", "10:00", Map.of()));
        Map<String, String> moved = Map.of("startTime", "2026-03-02T11:00:00-05:00", "appointmentStatus", "showed");
        assertThat(ok(api.updateAppointment(CALLER, id, details(moved)))).isEqualTo(id);
        Appointment read = ok(api.readAppointment(CALLER, "ny", id));
        assertThat(read.startTime()).isEqualTo(OffsetDateTime.parse("2026-03-02T11:00:00-05:00"));
        assertThat(read.status()).isEqualTo("showed");
    }

    @Test
    void blockedTimeIsListedByItsOwner() {
        Instant start = NOW.plusSeconds(3600);
        calendar.people().syncBusy("ny", "ann", start, start.plusSeconds(3600), "Training", "FREQ=DAILY");
        List<BlockedTime> blocks = ok(api.listBlockedTime(CALLER, "ny", ANN, TWO_DAYS));
        assertThat(blocks).hasSize(2).allSatisfy(block -> {
            assertThat(block.assignedUserId()).isEqualTo("ann");
            assertThat(block.calendarId()).isNull();
            assertThat(InstanceId.seriesOf(block.id())).isEqualTo(block.masterEventId());
            assertThat(block.rrule()).contains("RRULE:FREQ=DAILY");
            assertThat(block.createdBy().source()).isEqualTo("google_calendar");
        });
        assertThat(ok(api.listBlockedTime(CALLER, "ny", SOLO, TWO_DAYS))).isEmpty();
        assertThat(ok(api.listAppointments(CALLER, "ny", ANN, TWO_DAYS)).blockedTimes()).isEmpty();
        calendar.quirks().with(Quirk.BLOCKS_AMONG_EVENTS);
        EventList mixed = ok(api.listAppointments(CALLER, "ny", ANN, TWO_DAYS));
        assertThat(mixed.blockedTimes()).containsExactlyElementsOf(blocks);
        assertThat(mixed.appointments()).isEmpty();
    }

    @Test
    void cancelledAndDeletedOnesAreListed() {
        String cancelled = booked(1);
        String deleted = booked(2);
        calendar.people().cancel(cancelled);
        calendar.people().delete(deleted);
        List<Appointment> rows = ok(api.listAppointments(CALLER, "ny", SOLO, TWO_DAYS)).appointments();
        assertThat(rows).extracting(Appointment::id).containsExactlyInAnyOrder(cancelled, deleted);
        assertThat(rows).filteredOn(Appointment::deleted).extracting(Appointment::id).containsExactly(deleted);
        assertThat(rows).filteredOn(row -> row.status().equals("cancelled")).hasSize(1);
    }

    @Test
    void whatIsNotThereIsNotFoundUnderEitherStatus() {
        String deleted = booked(1);
        calendar.people().delete(deleted);
        for (String id : List.of(deleted, "nobody", "nobody_1729821600000_1800")) {
            for (int status : List.of(404, 400)) {
                calendar.quirks().without(Quirk.UNKNOWN_ID_IS_400);
                if (status == 400) {
                    calendar.quirks().with(Quirk.UNKNOWN_ID_IS_400);
                }
                assertAnswered(api.readAppointment(CALLER, "ny", id), NotFound.class, status);
                assertAnswered(api.updateAppointment(CALLER, id, details(Map.of())), NotFound.class, status);
            }
        }
        calendar.quirks().with(Quirk.DELETED_READABLE);
        assertThat(ok(api.readAppointment(CALLER, "ny", deleted)).deleted()).isTrue();
    }

    @Test
    void aTakenSlotIsRefusedUnderEitherStatus() {
        booked(1);
        assertRefused(create("solo", "10:00", Map.of()), Refusal.SLOT_UNAVAILABLE, 400);
        assertRefused(create("solo", "10:07", Map.of()), Refusal.SLOT_UNAVAILABLE, 400);
        String other = booked(2);
        Map<String, String> onto = Map.of("startTime", "2026-03-02T10:00:00-05:00");
        assertRefused(api.updateAppointment(CALLER, other, details(onto)), Refusal.SLOT_UNAVAILABLE, 400);
        calendar.quirks().with(Quirk.SLOT_CONFLICT_IS_422);
        assertRefused(create("solo", "10:00", Map.of()), Refusal.SLOT_UNAVAILABLE, 422);
    }

    @Test
    void whatIsInvalidIsRefused() {
        Map<String, String> tooLong = with("endTime", "2026-03-02T11:15:00-05:00");
        assertRefused(create("team", "10:00", tooLong), Refusal.VALIDATION, 400);
        assertRefused(create("solo", "10:00", with("assignedUserId", "bob")), Refusal.VALIDATION, 422);
        assertRefused(create("solo", "10:00", with("ignoreFreeSlotValidation", "true")), Refusal.VALIDATION, 422);
        assertRefused(create("solo", "10:00", with("appointmentStatus", "no_show")), Refusal.VALIDATION, 422);
        assertRefused(create("nowhere", "10:00", Map.of()), Refusal.OTHER, 400);
        assertRefused(create("solo", "10:00", with("endTime", "2026-03-02T15:30:00Z")), Refusal.OTHER, 400);
        Map<String, String> elsewhere = Map.of("calendarId", "nowhere");
        assertRefused(api.updateAppointment(CALLER, booked(3), details(elsewhere)), Refusal.OTHER, 400);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theReasonIsFoundInEveryShapeOfAnError(boolean withoutMessage) {
        calendar.quirks().with(withoutMessage ? Quirk.ERROR_WITHOUT_MESSAGE : Quirk.WRONG_STATUS_CODE_IN_BODY);
        booked(1);
        assertRefused(create("solo", "10:00", Map.of()), Refusal.SLOT_UNAVAILABLE, 400);
        assertRefused(create("solo", "10:00", with("appointmentStatus", "no_show")), Refusal.VALIDATION, 422);
        assertAnswered(api.readAppointment(CALLER, "ny", "nobody"), NotFound.class, 404);
    }

    @Test
    void aBadCredentialIsDenied() {
        String id = booked(1);
        for (String token : List.of("unknown", "pit-unknown", "eyJ-unknown")) {
            assertAnswered(api.readAppointment(caller(token), "ny", id), Denied.class, 401);
        }
        Caller reader = caller("reader");
        assertThat(ok(api.readAppointment(reader, "ny", id)).id()).isEqualTo(id);
        assertAnswered(api.updateAppointment(reader, id, details(Map.of())), Denied.class, 401);
        Caller foreign = caller("token-be");
        assertAnswered(api.readAppointment(foreign, "be", id), Denied.class, 403);
        assertAnswered(api.listAppointments(foreign, "ny", SOLO, TWO_DAYS), Denied.class, 403);
        assertAnswered(api.listBlockedTime(CALLER, "", ANN, TWO_DAYS), Denied.class, 403);
        try (CalendarApi wrong = api("1999-01-01")) {
            assertAnswered(wrong.readAppointment(CALLER, "ny", id), Denied.class, 401);
        }
    }

    @Test
    void anAllowanceUsedUpIsThrottledAndTold() {
        Caller slow = caller("token-slow");
        Answer first = answer(api.listAppointments(slow, "slow", SOLO, TWO_DAYS));
        assertThat(first.rateLimit()).isEqualTo(
                new RateLimit(1, 0, Duration.ofSeconds(10), 10, 9, Duration.ofDays(1)));
        assertThat(first.traceId()).isEqualTo(calendar.ledger().requests().getLast().traceId());
        ApiResult<EventList> second = api.listAppointments(slow, "slow", SOLO, TWO_DAYS);
        assertAnswered(second, Throttled.class, 429);
        assertThat(answer(second).message()).isEqualTo("Too Many Requests");
        assertThat(answer(second).rateLimit().remaining()).isZero();
    }

    @Test
    void noFaultIsTakenForAnAnswerNorSentAgain() {
        String id = booked(5);
        Map<Operation, Supplier<ApiResult<?>>> calls = new LinkedHashMap<>();
        calls.put(Operation.READ, () -> api.readAppointment(CALLER, "ny", id));
        calls.put(Operation.LIST_EVENTS, () -> api.listAppointments(CALLER, "ny", SOLO, TWO_DAYS));
        calls.put(Operation.LIST_BLOCKED, () -> api.listBlockedTime(CALLER, "ny", ANN, TWO_DAYS));
        calls.put(Operation.CREATE, () -> create("solo", "10:00", Map.of()));
        calls.put(Operation.UPDATE, () -> api.updateAppointment(CALLER, id, details(Map.of("title", "t"))));
        calls.forEach((operation, call) -> {
            for (Fault.When when : Fault.When.values()) {
                for (Fault fault : List.of(
                        new Fault.Reset(when), Fault.serverError(500, when), Fault.serverError(503, when),
                        Fault.commandTimedOut(when), new Fault.ErrorAnswer(408, "Request Timeout", when),
                        new Fault.Html(200, when), new Fault.Html(404, when), new Fault.Html(502, when))) {
                    struck(operation, fault, call, InDoubt.class);
                }
            }
            struck(operation, new Fault.CutBody(), call, InDoubt.class);
            struck(operation, new Fault.LateEffect(Duration.ofHours(1)), call, InDoubt.class);
            struck(operation, new Fault.Html(403, Fault.When.BEFORE_EFFECT), call, Denied.class);
            struck(operation, Fault.wrongToken(), call, Denied.class);
            struck(operation, Fault.tooManyRequests(), call, Throttled.class);
        });
        assertThat(calendar.ledger().creates()).hasSize(1);
    }

    @Test
    void silenceEndsAtTheDeadline() {
        faults.next(Operation.CREATE, new Fault.Delay(Duration.ofMinutes(1), Fault.When.AFTER_EFFECT));
        try (CalendarApi impatient = api("2021-04-15", Duration.ofMillis(500))) {
            NewAppointment booking = booking("solo", "10:00", Map.of());
            assertThat(impatient.createAppointment(CALLER, booking)).isInstanceOf(InDoubt.class);
        }
        assertThat(calendar.ledger().creates()).hasSize(1);
    }

    @Test
    void anOutageSendsNothing() {
        simulator.close();
        assertThat(create("solo", "10:00", Map.of())).isInstanceOf(NotSent.class);
    }

    @Test
    void whoMayNoLongerSendLeavesNoTrace() {
        Caller fenced = new Caller(new AccessToken("good"), () -> false);
        assertThat(api.createAppointment(fenced, booking("solo", "10:00", Map.of()))).isInstanceOf(NotSent.class);
        assertThat(calendar.ledger().requests()).isEmpty();
    }

    private void struck(Operation operation, Fault fault, Supplier<ApiResult<?>> call, Class<?> expected) {
        // The published allowance is less than all the faults of this test.
        calendar.open(calendar.location("ny").withAllowance(new RateAllowance(10_000, Duration.ofSeconds(10), 10_000)));
        int before = calendar.ledger().requests().size();
        faults.next(operation, fault);
        assertThat(call.get()).as(operation + " " + fault).isInstanceOf(expected);
        assertThat(calendar.ledger().requests()).as(operation + " " + fault).hasSize(before + 1);
    }

    private CalendarApi api(String version) {
        return api(version, Duration.ofSeconds(10));
    }

    private CalendarApi api(String version, Duration deadline) {
        Duration wait = Duration.ofSeconds(10);
        return new CalendarApi(new CalendarSettings(
                simulator.baseUrl(), version, deadline, wait, wait, 9, null, wait, 1 << 20, "almanac/test"));
    }

    private String booked(int hoursFromNow) {
        return calendar.people().book("ny", "solo", "ann", "con", NOW.plus(Duration.ofHours(hoursFromNow))).id();
    }

    private ApiResult<String> create(String calendarId, String localTime, Map<String, String> more) {
        return api.createAppointment(CALLER, booking(calendarId, localTime, more));
    }

    private static NewAppointment booking(String calendarId, String localTime, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.put("calendarId", calendarId);
        all.put("startTime", "2026-03-02T" + localTime + ":00-05:00");
        return new NewAppointment("ny", "con", details(all));
    }

    private static AppointmentDetails details(Map<String, String> given) {
        return new AppointmentDetails(
                given.get("calendarId"), given.get("startTime"), given.get("endTime"), given.get("title"),
                given.get("description"), given.get("address"), given.get("appointmentStatus"),
                given.get("assignedUserId"), null, null, null, null, null,
                given.containsKey("ignoreFreeSlotValidation") ? Boolean.TRUE : null, null);
    }

    private static Map<String, String> with(String name, String value) {
        return Map.of(name, value);
    }

    private static Caller caller(String token) {
        return new Caller(new AccessToken(token), () -> true);
    }

    private static <T> T ok(ApiResult<T> result) {
        assertThat(result).isInstanceOf(Ok.class);
        return ((Ok<T>) result).value();
    }

    private static Answer answer(ApiResult<?> result) {
        return switch (result) {
            case Ok<?>(var value, Answer answer) -> answer;
            case NotFound<?>(Answer answer) -> answer;
            case Refused<?>(Refusal reason, Answer answer) -> answer;
            case Throttled<?>(Answer answer) -> answer;
            case Denied<?>(Answer answer) -> answer;
            case InDoubt<?>(String cause, Answer answer) -> answer;
            case NotSent<?>(String cause) -> throw new AssertionError(cause);
        };
    }

    private static void assertAnswered(ApiResult<?> result, Class<?> expected, int status) {
        assertThat(result).isInstanceOf(expected);
        assertThat(answer(result).status()).isEqualTo(status);
        assertThat(answer(result).message()).isNotBlank();
        assertThat(answer(result).traceId()).isNotBlank();
    }

    private static void assertRefused(ApiResult<?> result, Refusal reason, int status) {
        assertAnswered(result, Refused.class, status);
        assertThat(((Refused<?>) result).reason()).isEqualTo(reason);
    }
}
