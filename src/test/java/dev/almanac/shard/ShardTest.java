package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.RateLimit;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.Poll;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandSettings;
import dev.almanac.command.DuplicateBooking;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import dev.almanac.location.Polling;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ShardTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Trace TRACE = new Trace("order-1", "event-1", "00-trace");
    private static final AppointmentDetails NONE = new AppointmentDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static final AppointmentDetails CANCELLED = NONE.withStatus("cancelled");
    private static final Appointment OLD = AnAppointment.of("apt").added(T0.minusSeconds(9999)).build();
    private static final Appointment NEW =
            AnAppointment.of("apt").added(T0.minusSeconds(9999)).status("cancelled").updated(T0.plusSeconds(1)).build();
    private static final RateLimit AMPLE =
            new RateLimit(100, 99, Duration.ofSeconds(10), 200_000, 199_000, Duration.ofHours(9));

    static final ShardRules RULES = new ShardRules(
            new ShardSettings(
                    1, Duration.ofMillis(50), Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(30),
                    Duration.ofSeconds(1), 20, Duration.ofSeconds(15), 25, Duration.ofSeconds(10), 262_144, 100_000, 268_435_456, 1000, 2,
                    Duration.ofSeconds(1), Duration.ofSeconds(60)),
            new CommandSettings(
                    Duration.ofSeconds(120), true, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 5),
            Duration.ofSeconds(10), Duration.ofSeconds(7));

    private Shard shard = new Shard(RULES, Restored.NOTHING, T0);
    private Instant now = T0;
    private long offset;
    private final Map<CommandId, JournalEntry> journal = new LinkedHashMap<>();
    private final Map<String, AppointmentRow> rows = new LinkedHashMap<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();

    // commands in

    @Test
    void aCommandForAnUnknownLocationIsRejected() {
        decide(received(update("c1", "apt")));

        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.UNKNOWN_LOCATION);
        assertThat(calls).isEmpty();
    }

    @Test
    void whatOnlyRejectedCommandsHaveNamedIsNoLocationAndIsForgottenWithThem() {
        decide(locations(watching("cal")));
        decide(received(new AppointmentCommand.Update(new CommandId("loc-typo", "c1"), T0, null, "apt", null, CANCELLED)));
        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.UNKNOWN_LOCATION);
        assertThat(shard.statuses(now)).extracting(LocationStatus::locationId).containsExactly("loc");
        now = now.plus(Duration.ofDays(6));
        decide(received(new AppointmentCommand.Update(new CommandId("loc-typo", "c1"), T0, null, "apt", null, CANCELLED)));
        assertThat(writes(Write.Result.class)).as("answered once").hasSize(1);

        now = now.plus(Duration.ofDays(2));
        decide();
        assertThat(writes(Write.ForgetCommand.class)).hasSize(1);
        assertThat(shard.decide(List.of(), now, true).parts()).extracting(Decision.Part::locationId).containsExactly("loc");
    }

    @Test
    void aRepeatedCommandIsSilentAndAnotherBodyGoesToTheDeadLetters() {
        decide(locations(watching()));
        decide(received(update("c1", "apt")), received(update("c1", "apt")), received(update("c1", "other")));

        assertThat(writes(Write.Journal.class)).hasSize(1);
        assertThat(writes(Write.DeadLetter.class)).extracting(Write.DeadLetter::reason)
                .containsExactly(Write.DeadLetterReason.DIFFERENT_BODY);
    }

    @Test
    void aDefectInDecidingACommandCostsThatCommandOnly() {
        // No command that is decoded has such a body: its hash cannot be taken.
        TreeMap<String, Object> body = new TreeMap<>();
        body.put("title", null);
        AppointmentCommand broken =
                new AppointmentCommand.Malformed(new CommandId("loc", "bad"), T0, null, body, "broken");
        decide(locations(watching()));
        decide(received(update("c1", "apt")), received(broken), received(update("c2", "apt-2")));

        assertThat(writes(Write.DeadLetter.class)).extracting(Write.DeadLetter::reason)
                .containsExactly(Write.DeadLetterReason.DECISION_FAILED);
        assertThat(writes(Write.Journal.class)).extracting(write -> write.entry().id().commandId())
                .containsExactly("c1", "c2");
        assertThat(shard.waiting()).isEqualTo(2);
    }

    @Test
    void aDefectInDecidingAnAcceptedCommandSetsNothingAside() {
        AppointmentDetails noTime = new AppointmentDetails(
                null, "no time", null, null, null, null, null, null, null, null, null, null, null, null, null);
        decide(locations(watching()));
        decide(
                received(new AppointmentCommand.Update(new CommandId("loc", "bad"), T0, null, "apt", null, noTime)),
                received(update("behind", "apt")));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));

        assertThat(shard.setAside()).isEmpty();
        assertThat(result("bad").reason()).isEqualTo(CommandResult.Reason.INTERNAL_ERROR);
        assertThat(calls).extracting(Call::request).as("the next of its lane").contains(new Request.ReadAppointment("apt"));
        assertThat(shard.waiting()).isEqualTo(1);
    }

    @Test
    void whileTheShardIsGivenUpNothingIsBegun() {
        decide(locations(watching("cal")));
        calls.clear();
        now = now.plusSeconds(60);

        Decision decision = shard.decide(List.of(received(update("c1", "apt"))), now, false);

        assertThat(decision.calls()).isEmpty();
        assertThat(decision.writes()).hasSize(1);
    }

    @Test
    void whatExpiresAtTheSameMomentEndsOverSeveralTurns() {
        decide(locations(watching()));
        int many = 1200;
        for (int i = 0; i < many; i++) {
            decide(received(new AppointmentCommand.Update(
                    new CommandId("loc", "c" + i), T0, T0.plusSeconds(60), "apt", null, CANCELLED)));
        }
        now = T0.plusSeconds(60);
        writes.clear();

        decide();
        assertThat(writes.size()).as("what one transaction holds").isLessThan(many);
        for (int turn = 0; turn < 5; turn++) {
            decide();
        }
        // The first is under way.
        assertThat(writes(Write.Result.class)).hasSize(many - 1);
    }

    @Test
    void whatWaitsIsWeighedUntilItHasItsResult() {
        decide(locations(watching()));
        assertThat(shard.weight()).isZero();
        decide(received(update("c1", "apt")), received(update("c2", "apt")));
        long two = shard.weight();
        assertThat(two).isGreaterThan(2 * 1024);
        restart();
        assertThat(shard.weight()).isEqualTo(two);

        decide(new Input.LocationsChanged(Map.of()));
        assertThat(shard.weight()).isZero();
    }

    @Test
    void whereNothingCanBeSentWaitingCommandsAreNotBegunAgainAndAgain() {
        decide(locations(watching()));
        decide(received(update("c1", "apt-1")), received(update("c2", "apt-2")), received(update("c3", "apt-3")));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        assertThat(calls).as("all at once").hasSize(3);
        while (!calls.isEmpty()) {
            answer(calls.getFirst(), unsent(calls.getFirst()));
        }
        now = now.plusSeconds(1);
        decide();
        assertThat(calls).as("a lone attempt").hasSize(1);
        now = now.plusSeconds(10);
        answer(calls.getFirst(), unsent(calls.getFirst()));

        assertThat(status().state()).isEqualTo(LocationStatus.State.UNREACHABLE);
        assertThat(calls).isEmpty();
        now = status().until();
        decide();
        assertThat(calls).hasSize(1);
    }

    private static Reply unsent(Call call) {
        return Calls.notSent(call.request(), "no connection");
    }

    private LocationStatus status() {
        return shard.statuses(now).getFirst();
    }

    @Test
    void aLocationThatIsNoLongerServedIsNotCalled() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events());
        calls.clear();
        decide(new Input.LocationsChanged(Map.of()));
        now = now.plusSeconds(600);
        decide();

        assertThat(calls).isEmpty();
    }

    @Test
    void whatWaitsForALocationThatIsRemovedIsRejected() {
        decide(locations(watching()));
        decide(received(update("c1", "apt")), received(update("c2", "apt")));
        decide(new Input.LocationsChanged(Map.of()));
        assertThat(result("c2").reason()).isEqualTo(CommandResult.Reason.UNKNOWN_LOCATION);

        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));

        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.UNKNOWN_LOCATION);
        assertThat(shard.waiting()).isZero();
        assertThat(calls).isEmpty();
    }

    @Test
    void whatIsInDoubtWhenItsLocationIsRemovedIsUnresolvedOnceItIsSettled() {
        decide(locations(watching()));
        decide(received(update("c1", "apt")));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.InDoubt<>("reset", null)));
        decide(new Input.LocationsChanged(Map.of()));
        now = now.plusSeconds(100);
        decide();
        assertThat(writes(Write.Result.class)).isEmpty();

        now = now.plusSeconds(40);
        decide();
        assertThat(result("c1").outcome()).isEqualTo(CommandResult.Outcome.UNRESOLVED);
        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.NOT_CONFIRMED);
    }

    @Test
    void nothingIsRejectedBeforeTheLocationsAreTold() {
        decide(locations(watching()));
        decide(received(update("c1", "apt")));
        restart();
        decide();

        assertThat(writes(Write.Result.class)).isEmpty();
        assertThat(shard.waiting()).isEqualTo(1);
    }

    @Test
    void aDefectAtOneLocationSetsThatOneAsideAndTheOthersGoOn() {
        Location other = new Location(
                "loc-2", ZoneOffset.UTC, "token-2", Map.of("cal-9", Optional.empty()), Map.of(), Map.of(), List.of(),
                null, Polling.NAMED_ONLY, Duration.ZERO);
        decide(new Input.LocationsChanged(Map.of("loc", watching("cal"), "loc-2", other)));
        decide(received(update("c1", "apt")));
        calls.removeIf(call -> call.locationId().equals("loc-2"));
        Call poll = call(Request.ListAppointments.class);
        calls.clear();
        writes.clear();
        AppointmentCommand elsewhere = new AppointmentCommand.Update(
                new CommandId("loc-2", "c3"), T0, null, "apt-2", null, CANCELLED);
        // No poll is answered like this.
        Reply absurd = new Reply.Written(new ApiResult.Ok<>("id", answer(AMPLE)));
        decide(new Input.CallFinished(poll, absurd, now), received(update("c2", "apt")), received(elsewhere));

        assertThat(shard.setAside()).containsExactly("loc");
        assertThat(writes(Write.DeadLetter.class)).extracting(Write.DeadLetter::reason)
                .containsExactly(Write.DeadLetterReason.DECISION_FAILED);
        assertThat(writes(Write.Journal.class)).extracting(write -> write.entry().id().commandId())
                .containsExactly("c3");
        decide(received(update("c4", "apt")));
        assertThat(writes(Write.DeadLetter.class)).as("later commands, too").hasSize(2);
        assertThat(calls).extracting(Call::locationId).doesNotContain("loc");
        restart();
        decide(locations(watching("cal")));
        assertThat(calls).extracting(Call::request).as("owed as before")
                .contains(new Request.ReadAppointment("apt"));
    }

    // the budget

    @Test
    void theFirstCallOfALocationGoesAlone() {
        decide(locations(watching("cal", "cal-2")));

        assertThat(calls).hasSize(1);
    }

    @Test
    void commandsGoBeforePollsWhenTheBudgetIsShort() {
        decide(locations(watching("cal", "cal-2", "cal-3")));
        decide(received(update("c1", "apt")));
        answer(call(Request.ListAppointments.class), events(limits(2, 1)));

        assertThat(calls).extracting(Call::request).containsExactly(new Request.ReadAppointment("apt"));
        answer(calls.getFirst(), new Reply.Read(new ApiResult.Ok<>(OLD, answer(limits(2, 0)))));
        assertThat(calls).isEmpty();
        now = now.plusSeconds(10);
        decide();
        assertThat(calls.getFirst().request()).isInstanceOf(Request.UpdateAppointment.class);
    }

    @Test
    void oneLocationDoesNotWaitForAnother() {
        Location other = new Location(
                "loc-2", ZoneOffset.UTC, "token-2", Map.of("cal-9", Optional.empty()), Map.of(), Map.of(), List.of(),
                null, Polling.NAMED_ONLY, Duration.ZERO);
        decide(new Input.LocationsChanged(Map.of("loc", watching("cal"), "loc-2", other)));

        assertThat(calls).extracting(Call::locationId).containsExactly("loc", "loc-2");
        assertThat(calls).extracting(Call::credential).containsExactly("token", "token-2");
    }

    @Test
    void a401RestsTheLocationAndThenItGoesOn() {
        decide(locations(watching("cal")));
        Call first = call(Request.ListAppointments.class);
        answer(first, new Reply.Events(new ApiResult.Denied<>(answer(401, AMPLE))));
        decide(received(update("c1", "apt")));
        now = now.plusSeconds(29);
        decide();
        assertThat(calls).isEmpty();

        now = now.plusSeconds(1);
        decide();
        assertThat(calls.getFirst().request()).isEqualTo(new Request.ReadAppointment("apt"));
        assertThat(calls).extracting(Call::request).anyMatch(request -> request instanceof Request.ListAppointments);
    }

    @Test
    void whileALocationRestsItsCommandsExpire() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), new Reply.Events(new ApiResult.Denied<>(answer(401, AMPLE))));
        decide(received(new AppointmentCommand.Update(
                new CommandId("loc", "c1"), T0, now.plusSeconds(10), "apt", null, CANCELLED)));
        now = now.plusSeconds(10);
        decide();

        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.EXPIRED);
    }

    @Test
    void a429CostsAWaitAndNoAttempt() {
        decide(locations(watching()));
        decide(received(update("c1", "apt")));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.Throttled<>(answer(429, AMPLE))));
        now = now.plusSeconds(9);
        decide();
        assertThat(calls).isEmpty();
        now = now.plusSeconds(1);
        decide();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.Ok<>("apt", answer(AMPLE))));

        assertThat(result("c1").attempts()).isEqualTo(1);
    }

    @Test
    void callsThatNeverLeaveDoNotUseUpTheBudget() {
        decide(locations(watching("cal")));
        for (int i = 0; i < 500; i++) {
            for (Call call : List.copyOf(calls)) {
                answer(call, new Reply.Events(new ApiResult.NotSent<>("no connection")));
            }
            now = now.plusSeconds(60);
            decide();
            assertThat(calls).as("turn %d", i).isNotEmpty();
        }
    }

    @Test
    void anAppointmentThatCannotBeReadDoesNotTakeThePollsPlace() {
        rows.put("apt", row(OLD));
        restart();
        decide(locations(watching("cal")));
        Map<String, Integer> asked = new HashMap<>();
        for (int second = 0; second < 600; second++) {
            for (Call call : List.copyOf(calls)) {
                asked.merge(call.request().getClass().getSimpleName(), 1, Integer::sum);
                answer(call, switch (call.request()) {
                    case Request.ReadAppointment _ ->
                            new Reply.Read(new ApiResult.InDoubt<>("HTTP 500", answer(500, AMPLE)));
                    case Request.ListBlockedTime _ -> new Reply.Blocked(new ApiResult.Ok<>(List.of(), answer(AMPLE)));
                    default -> events();
                });
            }
            now = now.plusSeconds(1);
            decide();
        }

        assertThat(asked.get("ReadAppointment")).isBetween(5, 20);
        assertThat(asked.get("ListAppointments")).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aPollThatComesToNothingIsNotMadeMoreOftenThanOneThatIsAnswered() {
        decide(locations(watching("cal")));
        int asked = 0;
        for (int second = 0; second < 3600; second++) {
            for (Call call : List.copyOf(calls)) {
                asked++;
                answer(call, call.request() instanceof Request.ListAppointments
                        ? new Reply.Events(new ApiResult.InDoubt<>("row 3 has no id", answer(AMPLE)))
                        : new Reply.Blocked(new ApiResult.Ok<>(List.of(), answer(AMPLE))));
            }
            now = now.plusSeconds(1);
            decide();
        }

        assertThat(asked).isLessThan(2 * 60 + 2 * 4 + 20);
    }

    // whose doing

    @Test
    void whatACommandDidIsReadAtOnceAndToldAsItsDoing() {
        seeOld();
        execute("c1");
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));

        Write.Change told = lastChange();
        assertThat(told.change().kind()).isEqualTo(AppointmentChange.Kind.STATUS_CHANGED);
        assertThat(told.change().commandId()).isEqualTo("c1");
        assertThat(told.trace()).isEqualTo(TRACE);
    }

    @Test
    void aPollThatSeesTheEffectBeforeTheCommandHasItsResultNamesTheCommand() {
        seeOld();
        Call write = begin("c1");
        poll(NEW);

        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(lastChange().trace()).isEqualTo(TRACE);
        answer(write, new Reply.Written(new ApiResult.Ok<>("apt", answer(AMPLE))));
        decide();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));
        assertThat(writes(Write.Change.class)).as("told once").hasSize(2);
    }

    @Test
    void whatSomebodyDidBeforeTheCommandReadIsNotItsDoing() {
        seeOld();
        decide(received(update("c1", "apt")));
        AnAppointment moved = AnAppointment.of("apt").added(OLD.dateAdded()).from("2026-03-02T15:00:00Z");
        answer(
                call(Request.ReadAppointment.class),
                new Reply.Read(new ApiResult.Ok<>(moved.updated(T0.plusSeconds(1)).build(), answer(AMPLE))));

        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.RESCHEDULED);
        assertThat(lastChange().change().commandId()).isNull();

        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.Ok<>("apt", answer(AMPLE))));
        decide();
        answer(
                call(Request.ReadAppointment.class),
                new Reply.Read(new ApiResult.Ok<>(
                        moved.status("cancelled").updated(T0.plusSeconds(2)).build(), answer(AMPLE))));
        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.STATUS_CHANGED);
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
    }

    @Test
    void whatHappensAfterTheReadBackIsNotTheCommandsDoing() {
        seeOld();
        execute("c1");
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));
        poll(AnAppointment.of("apt").added(OLD.dateAdded()).status("confirmed").updated(T0.plusSeconds(5)).build());

        assertThat(lastChange().change().after().appointment().status()).isEqualTo("confirmed");
        assertThat(lastChange().change().commandId()).isNull();
        assertThat(lastChange().trace()).isEqualTo(Trace.NONE);
    }

    @Test
    void aReadBackLostByACrashIsMadeAgainAndStillNamesTheCommand() {
        seeOld();
        execute("c1");
        now = now.plus(Duration.ofHours(5));
        restart();
        decide(locations(watching("cal")));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));

        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(lastChange().trace()).isEqualTo(TRACE);
    }

    @Test
    void aReadBackThatWasMadeIsNotMadeAgainAfterACrash() {
        seeOld();
        execute("c1");
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));
        restart();
        decide(locations(watching()));

        assertThat(calls).isEmpty();
    }

    @Test
    void anEffectSeenAfterACrashInTheMiddleOfACommandNamesTheCommand() {
        seeOld();
        begin("c1");
        restart();
        decide(locations(watching("cal")));
        answer(
                call(Request.ReadAppointment.class),
                new Reply.Read(new ApiResult.InDoubt<>("HTTP 500", answer(500, AMPLE))));
        poll(NEW);

        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(lastChange().trace()).isEqualTo(TRACE);
    }

    @Test
    void aRefusedCommandDoesNotTakeTheDoingOfTheOneBefore() {
        seeOld();
        execute("c1");
        Call readBack = call(Request.ReadAppointment.class);
        Call write = begin("c2");
        answer(write, new Reply.Written(new ApiResult.Refused<>(ApiResult.Refusal.VALIDATION, answer(422, AMPLE))));
        answer(readBack, new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));

        assertThat(result("c2").outcome()).isEqualTo(CommandResult.Outcome.REJECTED);
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
    }

    @Test
    void whatWasToldBeforeARefusedCommandIsNotToldOfOthersAfterIt() {
        seeOld();
        execute("c1");
        Call readBack = call(Request.ReadAppointment.class);
        Instant begunAt = now;
        Call write = begin("c2");
        calls.remove(readBack);
        now = now.plusMillis(10);
        decide(new Input.CallFinished(readBack, new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))), begunAt));
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        answer(write, new Reply.Written(new ApiResult.Refused<>(ApiResult.Refusal.VALIDATION, answer(422, AMPLE))));

        poll(AnAppointment.of("apt").title("By somebody").updated(now.plusSeconds(3600)).build());
        assertThat(lastChange().change().after().appointment().title()).isEqualTo("By somebody");
        assertThat(lastChange().change().commandId()).isNull();
    }

    @Test
    void whatSomebodyDoesWhileACommandWaitsForAnotherAttemptIsNotItsDoing() {
        seeOld();
        answer(begin("c1"), new Reply.Written(new ApiResult.NotSent<>("no connection")));
        poll(NEW);

        assertThat(writes(Write.Result.class)).as("it still waits").isEmpty();
        assertThat(lastChange().change().commandId()).isNull();
    }

    @Test
    void whereCommandsWaitForTheAllowanceOneCallInTenIsForTheFeed() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events(limits(100, 99)));
        calls.clear();
        now = now.plusSeconds(61);
        List<Input> many = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            many.add(received(create("c" + i, "con-" + i)));
        }
        decide(many.toArray(Input[]::new));

        assertThat(calls).as("commands, as many as may be under way").hasSizeGreaterThan(15);
        assertThat(calls.get(9).purpose()).isInstanceOf(Purpose.ForPoll.class);
        assertThat(calls).filteredOn(call -> !(call.purpose() instanceof Purpose.ForCommand)).hasSizeBetween(1, calls.size() / 10 + 1);
    }

    @Test
    void listsThatHangLeaveHalfOfTheCallsToCommandsThatAlwaysWait() {
        String[] calendars = IntStream.range(0, 40).mapToObj(i -> "cal" + i).toArray(String[]::new);
        decide(locations(watching(calendars)));
        answer(call(Request.ListAppointments.class), events(limits(100, 99)));
        List<Input> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(received(create("c" + i, "con-" + i)));
        }
        decide(many.toArray(Input[]::new));
        for (int booked = 0; booked < 300; booked++) {
            now = now.plusMillis(200);
            answer(call(Request.CreateAppointment.class), new Reply.Written(new ApiResult.Ok<>("new-" + booked, answer(AMPLE))));
        }

        assertThat(calls).filteredOn(call -> !call.purpose().isCommand()).hasSize(RULES.shard().maxInFlight() / 2);
        assertThat(calls).filteredOn(call -> call.purpose().isCommand()).hasSize(RULES.shard().maxInFlight() / 2);
    }

    @Test
    void whereCommandsAlwaysWaitALostAnswerIsLookedAfterAllTheSame() {
        decide(locations(watching()));
        List<Input> many = new ArrayList<>(List.of(received(update("lost", "apt"))));
        for (int i = 0; i < 100; i++) {
            many.add(received(create("c" + i, "con-" + i)));
        }
        decide(many.toArray(Input[]::new));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.InDoubt<>("HTTP 502", answer(502, AMPLE))));
        now = now.plusSeconds(30);

        int booked = 0;
        while (calls.stream().noneMatch(call -> call.request().equals(new Request.ReadAppointment("apt")))) {
            assertThat(booked).as("bookings that go before it").isLessThan(20);
            answer(call(Request.CreateAppointment.class), new Reply.Written(new ApiResult.Ok<>("new-" + booked++, answer(AMPLE))));
        }
        assertThat(shard.waiting()).isGreaterThan(50);
    }

    @Test
    void manyCommandsUnderWayDoNotKeepTheFeedWaitingWhereNoneWaits() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events(limits(100, 99)));
        answer(call(Request.ListAppointments.class), events(limits(100, 98)));
        now = now.plusSeconds(30);
        for (int i = 0; i < 12; i++) {
            now = now.plusMillis(200);
            decide(received(create("c" + i, "con-" + i)));
        }
        calls.clear();
        now = now.plusSeconds(61);
        decide();

        assertThat(calls).anyMatch(ShardTest::isPoll);
    }

    @Test
    void aCommandThatNeverWroteIsNobodysCause() {
        seeOld();
        decide(received(new AppointmentCommand.Update(
                new CommandId("loc", "c1"), T0, now.plusSeconds(5), "apt", null, CANCELLED)));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.NotSent<>("no connection")));
        now = now.plusSeconds(5);
        decide();
        assertThat(result("c1").reason()).isEqualTo(CommandResult.Reason.EXPIRED);
        poll(NEW);

        assertThat(lastChange().change().commandId()).isNull();
    }

    @Test
    void aPollThatFindsALostBookingEndsTheCommandAndNamesItAsTheCreator() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events());
        AppointmentDetails details = new AppointmentDetails(
                "cal", "2026-03-02T10:00:00Z", null, null, null, null, null, null, null, null, null, null, null, null,
                null);
        decide(received(new AppointmentCommand.Create(new CommandId("loc", "c1"), T0, null, "contact", details)));
        answer(call(Request.CreateAppointment.class), new Reply.Written(new ApiResult.InDoubt<>("time-out", null)));
        poll(AnAppointment.of("new").description("[almanac:c1]").added(now).build());

        assertThat(result("c1").adopted()).isTrue();
        assertThat(result("c1").appointmentId()).isEqualTo("new");
        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.APPEARED);
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(lastChange().change().after().createCommandId()).isEqualTo("c1");
        assertThat(lastChange().trace()).isEqualTo(TRACE);
    }

    // the feed

    @Test
    void whatMovedToACalendarThatNobodyWatchesIsToldAsOutOfTheWindow() {
        seeOld();
        poll();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(
                AnAppointment.of("apt").added(OLD.dateAdded()).calendarId("unwatched").updated(now).build(),
                        answer(AMPLE))));

        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.REASSIGNED);
        assertThat(lastChange().change().after().inWindow()).isFalse();
    }

    @Test
    void rowsOfAnotherLocationAreNotOurs() {
        decide(locations(watching("cal")));
        poll(AnAppointment.of("x").locationId("elsewhere").build());

        assertThat(writes(Write.AppointmentState.class)).isEmpty();
    }

    @Test
    void aRowIsWrittenWithEachChangeAndTheNumbersGoOnAfterARestart() {
        seeOld();
        restart();
        decide(locations(watching("cal")));
        poll(NEW);

        assertThat(rows.get("apt")).isEqualTo(lastChange().change().after());
        assertThat(writes(Write.Change.class)).extracting(write -> write.change().after().sequence())
                .containsExactly(1L, 2L);
    }

    // the same again

    @Test
    void theSameInputsGiveTheSameDecisions() {
        for (int seed = 0; seed < 10; seed++) {
            assertThat(transcript(seed)).as("seed %d", seed).isEqualTo(transcript(seed));
        }
        assertThat(transcript(1)).isNotEqualTo(transcript(2)).hasSizeGreaterThan(100);
    }

    private static List<String> transcript(int seed) {
        Random random = new Random(seed);
        Shard shard = new Shard(RULES, Restored.NOTHING, T0);
        List<String> transcript = new ArrayList<>();
        List<Call> open = new ArrayList<>();
        Instant now = T0;
        long position = 0;
        for (int step = 0; step < 200; step++) {
            List<Input> inputs = new ArrayList<>();
            if (step == 0) {
                inputs.add(locations(watching("cal", "cal-2")));
            }
            if (random.nextInt(4) == 0) {
                inputs.add(received(update("c" + random.nextInt(50), "a" + random.nextInt(5)), position++));
            }
            while (!open.isEmpty() && random.nextInt(4) != 0) {
                Call call = open.remove(random.nextInt(open.size()));
                inputs.add(new Input.CallFinished(call, anyReply(call, random, now), now));
            }
            now = now.plusMillis(random.nextInt(3000));
            Decision decision = shard.decide(inputs, now, true);
            open.addAll(decision.calls());
            decision.writes().forEach(write -> transcript.add(text(write)));
            decision.calls().forEach(call -> transcript.add(call.toString()));
        }
        return transcript;
    }

    private static String text(Write write) {
        return write.toString().replaceAll("\\[B@[0-9a-f]+|Command(Received)?@[0-9a-f]+", "");
    }

    private static Reply anyReply(Call call, Random random, Instant now) {
        Appointment seen = AnAppointment.of("a" + random.nextInt(5)).title("t" + random.nextInt(3))
                .updated(T0.plusSeconds(random.nextInt(9))).build();
        boolean lost = random.nextInt(5) == 0;
        return switch (call.request()) {
            case Request.ReadAppointment _ ->
                new Reply.Read(lost
                        ? new ApiResult.NotFound<>(answer(404, AMPLE)) : new ApiResult.Ok<>(seen, answer(AMPLE)));
            case Request.ListAppointments _ ->
                lost ? new Reply.Events(new ApiResult.InDoubt<>("time-out", null)) : events(AMPLE, seen);
            case Request.ListBlockedTime _ -> new Reply.Blocked(new ApiResult.Ok<>(List.of(), answer(AMPLE)));
            case Request.ListCalendars _ -> new Reply.Calendars(new ApiResult.Ok<>(List.of(), answer(AMPLE)));
            case Request.CreateAppointment _, Request.UpdateAppointment _ ->
                new Reply.Written(lost
                        ? new ApiResult.InDoubt<>("reset", null) : new ApiResult.Ok<>("a", answer(AMPLE)));
        };
    }

    // what tests say

    private void seeOld() {
        decide(locations(watching("cal")));
        poll(OLD);
    }

    @Test
    void aSeriesReadByIdIsNoRowButItsCalendarIsPolledAtOnce() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events());
        answer(call(Request.ListAppointments.class), events());
        execute("c1");
        calls.removeIf(ShardTest::isPoll);

        Appointment series = AnAppointment.of("apt").rrule("RRULE:FREQ=DAILY;COUNT=3").build();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(series, answer(AMPLE))));

        assertThat(writes(Write.AppointmentState.class)).isEmpty();
        assertThat(calls).filteredOn(ShardTest::isPoll).hasSize(2);
    }

    @Test
    void whatAnUpdateOfASeriesDidToItsMeetingsIsToldAsItsDoing() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events(meeting(1, "confirmed"), meeting(2, "confirmed")));
        answer(call(Request.ListAppointments.class), events(meeting(1, "confirmed"), meeting(2, "confirmed")));
        execute("c1");
        calls.removeIf(ShardTest::isPoll);
        Appointment series = AnAppointment.of("apt").rrule("RRULE:FREQ=DAILY;COUNT=3").build();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(series, answer(AMPLE))));

        answer(pollOf(Poll.Reach.NEAR), events(meeting(1, "cancelled")));
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        answer(pollOf(Poll.Reach.FAR), events(meeting(1, "cancelled")));
        Call reading = call(Request.ReadAppointment.class);
        assertThat(reading.request()).isEqualTo(new Request.ReadAppointment(meeting(2, "confirmed").id()));
        answer(reading, new Reply.Read(new ApiResult.NotFound<>(answer(404, AMPLE))));
        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.REMOVED);
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(lastChange().trace()).isEqualTo(TRACE);

        poll(meeting(1, "showed"));
        assertThat(lastChange().change().commandId()).as("done by somebody, later").isNull();
    }

    private static Appointment meeting(int day, String status) {
        Instant start = T0.plus(Duration.ofDays(day));
        return AnAppointment.of("apt_" + start.toEpochMilli() + "_3600").from(start.atOffset(ZoneOffset.UTC))
                .status(status).updated(T0.plusSeconds(List.of("confirmed", "cancelled", "showed").indexOf(status))).build();
    }

    private Call pollOf(Poll.Reach reach) {
        return calls.stream()
                .filter(call -> isPoll(call) && ((Purpose.ForPoll) call.purpose()).poll().reach() == reach)
                .findFirst().orElseThrow();
    }

    @Test
    void whatALongListHadBeforeACommandBeganToWriteIsNotItsDoing() {
        seeOld();
        poll(OLD);
        decide(received(update("c1", "apt")));
        Call read = call(Request.ReadAppointment.class);
        for (int waited = 0; waited < 100 && calls.stream().noneMatch(ShardTest::isPoll); waited++) {
            now = now.plusSeconds(1);
            decide();
        }
        List<Appointment> list = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            list.add(AnAppointment.of("apt-" + i).build());
        }
        list.add(AnAppointment.of("apt").title("By somebody").updated(now).build());
        Call poll = calls.stream().filter(ShardTest::isPoll).findFirst().orElseThrow();
        Instant begunAt = now;
        now = now.plusMillis(10);
        writes.clear();
        decide(
                new Input.CallFinished(poll, events(list.toArray(Appointment[]::new)), begunAt),
                new Input.CallFinished(read, new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))), begunAt));
        assertThat(calls).as("the write has begun").anyMatch(call -> call.request() instanceof Request.UpdateAppointment);
        assertThat(writes(Write.Change.class)).as("before all of the list is taken in").hasSizeLessThan(1000);

        for (int i = 0; i < 40; i++) {
            now = now.plusMillis(1);
            decide();
        }

        assertThat(writes(Write.Change.class)).filteredOn(write -> write.change().after().id().equals("apt"))
                .extracting(write -> write.change().commandId()).containsExactly((String) null);
    }

    @Test
    void aRefusedPollIsNoSightOfItsWindow() {
        decide(locations(watching("cal")));
        Call poll = call(Request.ListAppointments.class);
        answer(poll, new Reply.Events(new ApiResult.Refused<>(ApiResult.Refusal.OTHER, answer(422, AMPLE))));

        assertThat(shard.statuses(now).getFirst().windows()).allSatisfy(window -> assertThat(window.seenAt()).isNull());
        answer(call(Request.ListAppointments.class), events());
        assertThat(shard.statuses(now).getFirst().windows()).anySatisfy(window -> assertThat(window.seenAt()).isNotNull());
        assertThat(calls).as("asked again an interval later only").noneMatch(call -> call.purpose().equals(poll.purpose()));
    }

    @Test
    void aListOfCalendarsThatIsShortDoesNotStopThePollsOfThoseWithAppointments() {
        Location discovering = new Location(
                "loc", ZoneOffset.UTC, "token", Map.of(), Map.of(), Map.of(), List.of(), null, Polling.of(10, true),
                Duration.ZERO);
        decide(locations(discovering));
        answer(call(Request.ListCalendars.class), new Reply.Calendars(new ApiResult.Ok<>(List.of("cal", "empty"), answer(AMPLE))));
        decide();
        poll(OLD);
        assertThat(polledOwners()).contains("cal", "empty");

        answerLists();
        now = now.plus(Duration.ofHours(1));
        decide();
        answer(call(Request.ListCalendars.class), new Reply.Calendars(new ApiResult.Ok<>(List.of(), answer(AMPLE))));
        assertThat(polledOwners()).as("one short answer drops none").contains("cal", "empty");

        answerLists();
        now = now.plus(Duration.ofHours(1));
        decide();
        answer(call(Request.ListCalendars.class), new Reply.Calendars(new ApiResult.Ok<>(List.of(), answer(AMPLE))));
        assertThat(polledOwners()).contains("cal").doesNotContain("empty");
    }

    private void answerLists() {
        while (calls.stream().anyMatch(call -> call.purpose() instanceof Purpose.ForPoll)) {
            Call poll = calls.stream().filter(call -> call.purpose() instanceof Purpose.ForPoll).findFirst().orElseThrow();
            answer(poll, isPoll(poll) ? events(OLD) : new Reply.Blocked(new ApiResult.Ok<>(List.of(), answer(AMPLE))));
        }
    }

    private List<String> polledOwners() {
        return shard.statuses(now).getFirst().windows().stream().map(window -> window.poll().owner().id()).toList();
    }

    @Test
    void aSecondBookingOfACreateIsPassedOn() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events());
        decide(received(create("c1", "con")));
        answer(call(Request.CreateAppointment.class), new Reply.Written(new ApiResult.Ok<>("a", answer(AMPLE))));
        Call poll = call(Request.ListAppointments.class);
        Appointment late = AnAppointment.of("b").contactId("con").description("[almanac:c1]").added(now).build();

        Decision decision =
                shard.decide(List.of(new Input.CallFinished(poll, events(late), now)), now.plusMillis(9), true);

        assertThat(decision.duplicates()).containsExactly(
                new DuplicateBooking(new CommandId("loc", "c1"), "a", "b"));
    }

    @Test
    void aBookingThatAMarkerWasCopiedToIsNobodysTwinAndNobodysDoing() {
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events());
        decide(received(create("c1", "con")));
        answer(call(Request.CreateAppointment.class), new Reply.Written(new ApiResult.Ok<>("a", answer(AMPLE))));
        decide(received(create("c2", "con-2")));
        Call poll = call(Request.ListAppointments.class);
        Appointment ofAnother = AnAppointment.of("b").contactId("other").description("[almanac:c1]").added(now).build();
        Appointment older =
                AnAppointment.of("d").contactId("con-2").description("[almanac:c2]").added(now.minusSeconds(60)).build();

        Decision decision = shard.decide(
                List.of(new Input.CallFinished(poll, events(ofAnother, older), now)), now.plusMillis(9), true);

        assertThat(decision.duplicates()).isEmpty();
        assertThat(decision.writes().stream().filter(Write.Change.class::isInstance).map(Write.Change.class::cast))
                .hasSize(2)
                .allSatisfy(write -> {
                    assertThat(write.change().commandId()).isNull();
                    assertThat(write.change().after().createCommandId()).isNull();
                });
    }

    @Test
    void aReadBackThatIsBehindIsMadeAgain() {
        now = T0.plusSeconds(100);
        seeOld();
        execute("c1");
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        now = now.plusSeconds(2);
        decide();
        answer(
                call(Request.ReadAppointment.class),
                new Reply.Read(new ApiResult.Refused<>(ApiResult.Refusal.OTHER, answer(409, AMPLE))));
        poll(AnAppointment.of("apt").added(OLD.dateAdded()).status("cancelled").updated(now).build());

        assertThat(lastChange().change().kind()).isEqualTo(AppointmentChange.Kind.STATUS_CHANGED);
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        assertThat(writes(Write.Journal.class).getLast().entry().told()).as("to be read once more").isFalse();
        now = now.plusSeconds(60);
        decide();
        answer(
                call(Request.ReadAppointment.class),
                new Reply.Read(new ApiResult.Refused<>(ApiResult.Refusal.OTHER, answer(409, AMPLE))));
        assertThat(journal.get(new CommandId("loc", "c1")).told()).as("not for ever").isTrue();
    }

    /// Whose doing was all told when the process stopped, however it came to be known.
    @Test
    void whatIsToldIsNotTakenForACommandsDoingAgainAfterARestart() {
        seeOld();
        answer(begin("c1"), new Reply.Written(new ApiResult.InDoubt<>("HTTP 502", answer(502, AMPLE))));
        now = now.plusSeconds(5);
        decide();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));
        assertThat(result("c1").adopted()).isTrue();
        assertThat(rows.get("apt").fetchedAt()).as("told by the look itself").isEqualTo(result("c1").finishedAt());
        decide();
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(NEW, answer(AMPLE))));
        restart();
        decide(locations(watching("cal")));
        poll(AnAppointment.of("apt").added(OLD.dateAdded()).status("showed").updated(now).build());

        assertThat(lastChange().change().after().appointment().status()).isEqualTo("showed");
        assertThat(lastChange().change().commandId()).isNull();
    }

    @Test
    void whatBecameOfASeriesIsNotAwaitedAgainAfterARestart() {
        whatAnUpdateOfASeriesDidToItsMeetingsIsToldAsItsDoing();
        restart();
        decide(locations(watching("cal")));

        assertThat(calls).noneMatch(call -> call.request() instanceof Request.ReadAppointment);
    }

    /// Of a meeting that a command has changed by itself, too.
    @Test
    void whatASeriesDidToAMeetingIsToldAfterWhatWasDoneToTheMeetingItself() {
        String meeting = meeting(1, "confirmed").id();
        decide(locations(watching("cal")));
        answer(call(Request.ListAppointments.class), events(meeting(1, "confirmed")));
        answer(call(Request.ListAppointments.class), events(meeting(1, "confirmed")));
        decide(received(update("c1", meeting)));
        answer(call(Request.ReadAppointment.class), new Reply.Read(new ApiResult.Ok<>(meeting(1, "confirmed"), answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.Ok<>(meeting, answer(AMPLE))));
        poll(meeting(1, "cancelled"));
        assertThat(lastChange().change().commandId()).isEqualTo("c1");
        decide(received(update("c2", "apt")));
        Call read = calls.stream()
                .filter(call -> call.request().equals(new Request.ReadAppointment("apt"))).findFirst().orElseThrow();
        answer(read, new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        answer(call(Request.UpdateAppointment.class), new Reply.Written(new ApiResult.Ok<>("apt", answer(AMPLE))));
        poll(meeting(1, "showed"));

        assertThat(lastChange().change().after().appointment().status()).isEqualTo("showed");
        assertThat(lastChange().change().commandId()).isEqualTo("c2");
        assertThat(lastChange().trace()).isEqualTo(TRACE);
    }

    /// Accepts an update and comes as far as its write.
    private Call begin(String commandId) {
        decide(received(update(commandId, "apt")));
        Call read = calls.stream()
                .filter(call -> call.purpose() instanceof Purpose.ForCommand(var errand)
                        && errand.commandId().commandId().equals(commandId))
                .findFirst().orElseThrow();
        answer(read, new Reply.Read(new ApiResult.Ok<>(OLD, answer(AMPLE))));
        return call(Request.UpdateAppointment.class);
    }

    private void execute(String commandId) {
        answer(begin(commandId), new Reply.Written(new ApiResult.Ok<>("apt", answer(AMPLE))));
        decide();
        assertThat(result(commandId).outcome()).isEqualTo(CommandResult.Outcome.SUCCEEDED);
    }

    /// Lets an interval pass and answers the next list of appointments.
    private void poll(Appointment... seen) {
        for (int waited = 0; waited < 100 && calls.stream().noneMatch(ShardTest::isPoll); waited++) {
            now = now.plusSeconds(1);
            decide();
        }
        Call poll = calls.stream().filter(ShardTest::isPoll).findFirst().orElseThrow();
        answer(poll, events(AMPLE, seen));
    }

    private static boolean isPoll(Call call) {
        return call.purpose() instanceof Purpose.ForPoll && call.request() instanceof Request.ListAppointments;
    }

    private Call call(Class<? extends Request> kind) {
        return calls.stream().filter(call -> kind.isInstance(call.request())).findFirst().orElseThrow();
    }

    private void answer(Call call, Reply reply) {
        calls.remove(call);
        Instant begunAt = now;
        now = now.plusMillis(10);
        decide(new Input.CallFinished(call, reply, begunAt));
    }

    private void decide(Input... inputs) {
        Decision decision = shard.decide(Arrays.asList(inputs), now, true);
        writes.addAll(decision.writes());
        calls.addAll(decision.calls());
        for (Write write : decision.writes()) {
            if (write instanceof Write.Journal(JournalEntry entry)) {
                journal.put(entry.id(), entry);
            } else if (write instanceof Write.AppointmentState(AppointmentRow row, _)) {
                rows.put(row.id(), row);
            }
        }
    }

    /// A crash: what was written is all that is left.
    private void restart() {
        calls.clear();
        shard = new Shard(
                RULES,
                new Restored(
                        List.copyOf(journal.values()), List.copyOf(rows.values()), List.of(), new Handover.Orderly(Map.of())),
                now);
    }

    private <T extends Write> List<T> writes(Class<T> kind) {
        return writes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Write.Change lastChange() {
        return writes(Write.Change.class).getLast();
    }

    private CommandResult result(String commandId) {
        return writes(Write.Result.class).stream().map(Write.Result::result)
                .filter(result -> result.id().commandId().equals(commandId)).collect(Collectors.collectingAndThen(
                        Collectors.toList(), all -> {
                            assertThat(all).as("results of %s", commandId).hasSize(1);
                            return all.getFirst();
                        }));
    }

    private Input received(AppointmentCommand command) {
        return received(command, offset++);
    }

    private static Input received(AppointmentCommand command, long position) {
        return new Input.CommandReceived(command, TRACE, new ConsumerRecord<>("commands", 0, position, null, null));
    }

    private static AppointmentCommand create(String commandId, String contactId) {
        AppointmentDetails details = new AppointmentDetails(
                "cal", "2026-03-03T10:00:00Z", null, "t", null, null, null, null, null, null, null, null, null, null,
                null);
        return new AppointmentCommand.Create(new CommandId("loc", commandId), T0, null, contactId, details);
    }

    private static AppointmentCommand update(String commandId, String appointmentId) {
        return new AppointmentCommand.Update(new CommandId("loc", commandId), T0, null, appointmentId, null, CANCELLED);
    }

    private static AppointmentRow row(Appointment appointment) {
        return new AppointmentRow(appointment, 1, T0, null, T0.minusSeconds(60), T0.minusSeconds(60), true, false);
    }

    private static Input locations(Location location) {
        return new Input.LocationsChanged(Map.of(location.locationId(), location));
    }

    private static Location watching(String... calendars) {
        return new Location(
                "loc", ZoneOffset.UTC, "token",
                Arrays.stream(calendars).collect(Collectors.toMap(id -> id, _ -> Optional.empty())), Map.of(),
                Map.of(), List.of(), null, Polling.NAMED_ONLY, Duration.ZERO);
    }

    private static Reply events(Appointment... seen) {
        return events(AMPLE, seen);
    }

    private static Reply events(RateLimit limits, Appointment... seen) {
        return new Reply.Events(new ApiResult.Ok<>(new EventList(List.of(seen), List.of()), answer(limits)));
    }

    private static Answer answer(RateLimit limits) {
        return answer(200, limits);
    }

    private static Answer answer(int status, RateLimit limits) {
        return new Answer(status, status == 200 ? null : "message", null, limits);
    }

    private static RateLimit limits(int max, int remaining) {
        return new RateLimit(max, remaining, Duration.ofSeconds(10), null, null, null);
    }
}
