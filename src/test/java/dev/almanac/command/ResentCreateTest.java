package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.createOnce;
import static dev.almanac.command.Samples.listed;
import static dev.almanac.command.Samples.refused;
import static dev.almanac.command.Samples.throttled;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Request;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A create whose answer was lost, that has not shown up, and that the vendor's slot check would stop if it were there.
class ResentCreateTest {
    private final Desk desk = new Desk();

    @Test
    void isSentAgainOnceItHasSettledAndSucceeds() {
        lose(createOnce("c"));
        desk.reply(desk.look(), listed());
        assertThat(desk.nextErrand()).isEmpty();

        Errand again = settleAndSendAgain();

        assertThat(again.request()).isInstanceOf(Request.CreateAppointment.class);
        assertThat(again.write()).isTrue();
        assertThat(desk.journal.get("c").attempts()).isEqualTo(2);
        desk.reply(again, written("a"));
        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("c").adopted()).isFalse();
        assertThat(desk.result("c").attempts()).isEqualTo(2);
    }

    @Test
    void isLookedForAYearAroundBeforeThatInCaseSomebodyMovedIt() {
        lose(createOnce("c"));
        Request early = desk.look().request();
        desk.crash();

        Request last = desk.after(Desk.SETTLED).after(JournalEntry.SEND_WITHIN).look().request();

        assertThat(length(early)).isEqualTo(Duration.ofDays(2));
        assertThat(length(last)).isEqualTo(Duration.ofDays(732));
    }

    private static Duration length(Request look) {
        var window = ((Request.ListAppointments) look).window();
        return Duration.between(window.from(), window.to());
    }

    static Stream<UnaryOperator<AppointmentDetails>> withoutACheckThatStopsATwin() {
        return Stream.of(
                details -> copy(details, "cal-1", "user-1", null, null, null),
                details -> copy(details, Samples.ONE_SEAT, null, null, null, null),
                details -> copy(details, Samples.ONE_SEAT, "user-1", true, null, null),
                details -> copy(details, Samples.ONE_SEAT, "user-1", true, "RRULE:FREQ=DAILY;COUNT=2", null),
                details -> copy(details, Samples.ONE_SEAT, "user-1", null, "RRULE:FREQ=DAILY;COUNT=2", null),
                details -> copy(details, Samples.ONE_SEAT, "user-1", null, null, "cancelled"));
    }

    @ParameterizedTest
    @MethodSource("withoutACheckThatStopsATwin")
    void isNotSentAgainWhereTheVendorWouldTakeATwin(UnaryOperator<AppointmentDetails> otherwise) {
        lose(createOnce("c", null, otherwise));

        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertUnresolved("c");
    }

    @Test
    void isNotSentAgainAfterItHasExpired() {
        lose(createOnce("c", Samples.T0.plusSeconds(30), UnaryOperator.identity()));

        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertUnresolved("c");
    }

    @Test
    void isSentSoManyTimesAndNoMore() {
        lose(createOnce("c"));
        for (int attempt = 2; attempt <= Desk.SETTINGS.maxAttempts(); attempt++) {
            desk.loseAnswer(settleAndSendAgain());
        }

        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertUnresolved("c");
        assertThat(desk.result("c").attempts()).isEqualTo(Desk.SETTINGS.maxAttempts());
    }

    @Test
    void whatTakesTheSlotMayBeItself() {
        lose(createOnce("c"));
        desk.reply(settleAndSendAgain(), refused(Refusal.SLOT_UNAVAILABLE));

        assertThat(desk.results).isEmpty();
        desk.reply(desk.afterSeconds(1).look(), listed(bookedBy("c", "a")));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("c").appointmentId()).isEqualTo("a");
    }

    @Test
    void aSlotThatStaysTakenByNobodyKnownEndsItUnresolvedNotRejected() {
        lose(createOnce("c"));
        desk.reply(settleAndSendAgain(), refused(Refusal.SLOT_UNAVAILABLE));
        desk.reply(desk.afterSeconds(1).look(), listed());
        assertThat(desk.results).isEmpty();

        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertUnresolved("c");
        assertThat(desk.result("c").message()).contains("The slot is no longer available.");
    }

    @Test
    void aRepetitionThatProvablyDidNothingIsSentAgainAfterAnotherLook() {
        lose(createOnce("c"));
        desk.reply(settleAndSendAgain(), throttled());

        desk.reply(desk.afterSeconds(1).look(), listed());
        desk.reply(desk.look(), written("a"));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("c").attempts()).isEqualTo(2);
    }

    @Test
    void aCrashAfterTheSecondStartIsSettledFromThere() {
        lose(createOnce("c"));
        settleAndSendAgain();

        desk.crash();
        desk.reply(desk.look(), listed());

        assertThat(desk.nextLook()).isEmpty();
        assertThat(desk.results).isEmpty();
        desk.after(Desk.SETTLED).after(JournalEntry.SEND_WITHIN).reply(desk.look(), listed());
        assertThat(desk.look().request()).isInstanceOf(Request.CreateAppointment.class);
    }

    @Test
    void isNotSentAgainWhereTheContactHasANewBookingThatNamesNobody() {
        lose(createOnce("c"));
        desk.after(Desk.SETTLED).reply(desk.look(), listed(appointment("a", "somebody wrote here")));

        assertUnresolved("c");
        assertThat(desk.result("c").message()).contains("a");
    }

    @Test
    void isNotSentAgainWhereTheFeedShowsSuchABookingElsewhere() {
        lose(createOnce("c"));
        desk.seen.add(appointment("a", "moved to another week"));
        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertUnresolved("c");
    }

    @Test
    void nothingFreesItsSlotWhileTheRepetitionMayStillBookAgain() {
        lose(createOnce("c"));
        desk.loseAnswer(settleAndSendAgain());
        desk.reply(desk.look(), listed(bookedBy("c", "a")));
        desk.with(Samples.updateOf("c", "u"));

        assertThat(desk.result("c").appointmentId()).isEqualTo("a");
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.after(Desk.SETTLED).nextErrand()).isPresent();
    }

    @Test
    void isNotSentAgainWhereTheContactHasANewBookingThatNamesAnother() {
        lose(createOnce("c"));
        desk.after(Desk.SETTLED).reply(desk.look(), listed(bookedBy("copied-from", "a")));

        assertUnresolved("c");
    }

    @Test
    void olderBookingsOfTheContactDoNotKeepItFromBeingSentAgain() {
        desk.afterSeconds(60);
        lose(createOnce("c"));
        Appointment older = appointment("old", "made a minute before");

        desk.after(Desk.SETTLED).reply(desk.look(), listed(older));

        assertThat(desk.look().request()).isInstanceOf(Request.CreateAppointment.class);
    }

    private Errand settleAndSendAgain() {
        desk.after(Desk.SETTLED).reply(desk.look(), listed());
        return desk.look();
    }

    private void lose(AppointmentCommand.Create create) {
        desk.accept(create);
        desk.loseAnswer(desk.errand());
    }

    private void assertUnresolved(String commandId) {
        assertThat(desk.result(commandId).outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result(commandId).reason()).isEqualTo(Reason.NOT_FOUND_AFTER_SETTLE);
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.nextLook()).isEmpty();
    }

    private static AppointmentDetails copy(
            AppointmentDetails details, String calendar, String user, Boolean unchecked, String rrule, String status) {
        return new AppointmentDetails(
                calendar, details.startTime(), null, details.title(), null, null, status, user, null, null, null, null,
                null, unchecked, rrule);
    }
}
