package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractIntegerAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each fault does what it says, judged by the ledger and not by the answer.
class FaultTest {
    private static final Instant NOW = Instant.parse("2026-03-02T14:00:00Z");

    private final ManualTime time = new ManualTime(NOW);
    private final SimulatedCalendar calendar = new SimulatedCalendar(
            time,
            VendorLocation.of("loc", ZoneId.of("Z"), List.of(VendorCalendar.of("cal", "personal", "ann")), List.of()));
    private final FaultPlan faults = new FaultPlan();
    private final CalendarSimulator simulator = new CalendarSimulator(calendar, faults).start(0);
    private final VendorClient client = new VendorClient(simulator, "token-loc");

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private HttpRequest.Builder creation() throws IOException {
        return client.request("POST", VendorClient.APPOINTMENTS, Map.of(
                "locationId", "loc", "calendarId", "cal", "contactId", "con", "startTime", "2026-03-02T15:00:00Z"));
    }

    private HttpResponse<String> create() throws Exception {
        return client.send(creation().timeout(Duration.ofSeconds(5)));
    }

    private AbstractIntegerAssert<?> listed() throws Exception {
        return assertThat(client.get("/calendars/events?locationId=loc&calendarId=cal&startTime=" + NOW.toEpochMilli()
                + "&endTime=" + NOW.plus(Duration.ofDays(9)).toEpochMilli()).get("events").size());
    }

    private int effects() {
        return calendar.ledger().creates().size();
    }

    private void answersWith(int status, int effects, Fault fault) throws Exception {
        faults.next(Operation.CREATE, fault);
        assertThat(create().statusCode()).isEqualTo(status);
        assertThat(effects()).isEqualTo(effects);
        assertThat(calendar.ledger().requests().getLast().status()).isEqualTo(status);
    }

    @Test
    void anErrorBeforeTheEffectHasNone() throws Exception {
        answersWith(502, 0, Fault.serverError(502, Fault.When.BEFORE_EFFECT));
        answersWith(429, 0, Fault.tooManyRequests());
        answersWith(401, 0, Fault.wrongToken());
        answersWith(401, 0, Fault.commandTimedOut(Fault.When.BEFORE_EFFECT));
        answersWith(400, 0, new Fault.ErrorAnswer(400, "no", Fault.When.BEFORE_EFFECT));
        answersWith(503, 0, new Fault.Html(503, Fault.When.BEFORE_EFFECT));
        assertThat(create().statusCode()).isEqualTo(201);
    }

    @Test
    void anErrorAfterTheEffectLies() throws Exception {
        answersWith(500, 1, Fault.serverError(500, Fault.When.AFTER_EFFECT));
    }

    @Test
    void theGatewaysTimeOutMayHideAnEffect() throws Exception {
        answersWith(401, 1, Fault.commandTimedOut(Fault.When.AFTER_EFFECT));
    }

    @Test
    void aPageInHtmlIsNotJson() throws Exception {
        faults.next(Operation.CREATE, new Fault.Html(200, Fault.When.AFTER_EFFECT));
        HttpResponse<String> answer = create();
        assertThat(answer.headers().firstValue("content-type")).contains("text/html");
        assertThat(answer.body()).startsWith("<html>");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aResetBeforeTheEffectHasNone() {
        faults.next(Operation.CREATE, new Fault.Reset(Fault.When.BEFORE_EFFECT));
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(effects()).isZero();
    }

    @Test
    void aResetAfterTheEffectHidesIt() {
        faults.next(Operation.CREATE, new Fault.Reset(Fault.When.AFTER_EFFECT));
        assertThatThrownBy(this::create).isInstanceOf(IOException.class);
        assertThat(effects()).isEqualTo(1);
        assertThat(calendar.ledger().requests()).singleElement().extracting(Ledger.Request::status).isEqualTo(0);
    }

    @Test
    void aCutBodyHidesTheEffectToo() {
        faults.next(Operation.CREATE, new Fault.CutBody());
        assertThatThrownBy(this::create).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void aDelayBeforeTheEffectOutlivesTheCaller() {
        faults.next(Operation.CREATE, new Fault.Delay(Duration.ofMillis(600), Fault.When.BEFORE_EFFECT));
        assertThatThrownBy(() -> client.send(creation().timeout(Duration.ofMillis(100))))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(effects()).isZero();
        Awaitility.await().until(() -> effects() == 1);
    }

    @Test
    void aLateEffectComesAfterItsAnswer() throws Exception {
        answersWith(504, 0, new Fault.LateEffect(Duration.ofMillis(200)));
        Awaitility.await().until(() -> effects() == 1);
    }

    @Test
    void aStaleListIsYesterdaysTruth() throws Exception {
        create();
        time.advance(Duration.ofSeconds(30));
        calendar.people().book("loc", "cal", "ann", "con", NOW.plusSeconds(7200));
        calendar.people().delete(calendar.ledger().creates().getFirst().eventId());
        calendar.quirks().without(Quirk.DELETED_ROWS_IN_LISTS);
        faults.next(Operation.LIST_EVENTS, new Fault.StaleList(Duration.ofMinutes(1)))
                .next(Operation.LIST_EVENTS, new Fault.StaleList(Duration.ofSeconds(10)));
        listed().isZero();
        listed().isEqualTo(1);
        listed().isEqualTo(1);
    }

    @Test
    void droppedRowsAreMissingOnce() throws Exception {
        for (int day = 0; day < 8; day++) {
            calendar.people().book("loc", "cal", "ann", "con", NOW.plus(Duration.ofDays(day)));
        }
        faults.next(Operation.LIST_EVENTS, new Fault.DroppedRows(0.5, 7))
                .next(Operation.LIST_EVENTS, new Fault.DroppedRows(1, 7));
        listed().isBetween(1, 7);
        listed().isZero();
        listed().isEqualTo(8);
    }

    @Test
    void aPlanStrikesWhatItSays() {
        FaultPlan.Target create = new FaultPlan.Target(Operation.CREATE, "loc");
        FaultPlan.Target elsewhere = new FaultPlan.Target(Operation.CREATE, "other");
        Fault reset = new Fault.Reset(Fault.When.BEFORE_EFFECT);
        FaultPlan plan = new FaultPlan().after(1, FaultPlan.on(Operation.CREATE).and(FaultPlan.at("loc")), reset);
        assertThat(plan.strike(elsewhere)).isEmpty();
        assertThat(plan.strike(create)).isEmpty();
        assertThat(plan.strike(create)).contains(reset);
        assertThat(plan.strike(create)).isEmpty();
        plan.always(FaultPlan.at("other"), reset);
        assertThat(plan.strike(elsewhere)).contains(reset);
        plan.clear();
        assertThat(plan.strike(elsewhere)).isEmpty();
        plan.sometimes(0.5, 3, FaultPlan.on(Operation.CREATE), reset);
        long struck = Stream.generate(() -> plan.strike(create)).limit(200)
                .filter(Optional::isPresent).count();
        assertThat(struck).isBetween(70L, 130L);
    }
}
