package dev.almanac.command;

import static dev.almanac.command.Samples.answer;
import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.listInDoubt;
import static dev.almanac.command.Samples.listRefused;
import static dev.almanac.command.Samples.listed;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/// A create whose answer was lost.
class LostCreateTest {
    private final Desk desk = new Desk();

    @Test
    void isLookedForADayAroundItsStartInItsCalendar() {
        lose("c");

        Instant start = OffsetDateTime.parse(Samples.START).toInstant();
        Window window = new Window(start.minus(Duration.ofDays(1)), start.plus(Duration.ofDays(1)));
        assertThat(desk.look())
                .isEqualTo(new Errand(
                        Samples.id("c"),
                        new Request.ListAppointments(new WindowOwner(WindowOwner.Kind.CALENDAR, "cal-1"), window), null, null,
                        false));
    }

    @Test
    void isAdoptedWhereTheListHoldsItsMarker() {
        lose("c");

        desk.reply(desk.look(), listed(appointment("x", "other"), bookedBy("c", "a")));

        assertAdopted("c", "a");
        assertThat(desk.result("c").attempts()).isEqualTo(1);
    }

    @Test
    void isFoundThoughCancelledOrDeleted() {
        lose("c");
        desk.reply(desk.look(), listed(appointment("a", "c", "cancelled", "[almanac:c]", null, null, false)));
        lose("d");
        desk.reply(desk.look(), listed(appointment("b", "d", "confirmed", "[almanac:d]", null, null, true)));

        assertAdopted("c", "a");
        assertAdopted("d", "b");
    }

    @Test
    void isFoundAsASeriesByOneOfItsInstances() {
        lose("c");

        Appointment instance = appointment("s_1773068400000_1800", "c", "confirmed", "[almanac:c]", null, "s", false);
        desk.reply(desk.look(), listed(instance));

        assertAdopted("c", "s");
    }

    @Test
    void isAdoptedWhenAPollSeesIt() {
        lose("c");

        desk.seen(bookedBy("c", "a"));

        assertAdopted("c", "a");
        assertThat(desk.nextLook()).isEmpty();
    }

    @Test
    void isAdoptedWhenAPollSeesItWhileALookIsUnderWay() {
        lose("c");
        Errand look = desk.look();

        desk.seen(bookedBy("c", "a"));
        desk.reply(look, listed());

        assertAdopted("c", "a");
    }

    @Test
    void isAdoptedWhenAPollSeesItBeforeItsAnswerComes() {
        desk.accept(create("c"));
        Errand post = desk.errand();

        desk.seen(bookedBy("c", "a"));
        desk.reply(post, written("a"));

        assertAdopted("c", "a");
    }

    @Test
    void notFoundBeforeItHasSettledIsLookedForAgain() {
        lose("c");

        desk.reply(desk.look(), listed());

        assertThat(desk.results).isEmpty();
        assertThat(desk.nextLook()).isEmpty();
        assertThat(desk.afterSeconds(5).nextLook()).isPresent();
    }

    @Test
    void aLookBegunBeforeItHasSettledProvesNothingHoweverLateItsAnswer() {
        lose("c");
        desk.now = Samples.T0.plus(Desk.SETTLED).minusMillis(1);
        Errand look = desk.look();

        desk.afterSeconds(1).reply(look, listed());

        assertThat(desk.results).isEmpty();
        assertThat(desk.nextLook()).isPresent();
    }

    @Test
    void notFoundAfterItHasSettledEndsUnresolvedAndIsNeverSentASecondTime() {
        lose("c");
        desk.reply(desk.look(), listed());
        desk.now = Samples.T0.plus(Desk.SETTLED);

        desk.reply(desk.look(), listed());

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result("c").reason()).isEqualTo(Reason.NOT_FOUND_AFTER_SETTLE);
        assertNothingMoreToDo();
        desk.crash();
        assertNothingMoreToDo();
    }

    @Test
    void looksThatTellNothingGoOnPastTheSettleTime() {
        lose("c");
        desk.after(Desk.SETTLED);
        desk.reply(desk.look(), listInDoubt());

        assertThat(desk.results).isEmpty();
        desk.reply(desk.afterSeconds(5).look(), listed(bookedBy("c", "a")));

        assertAdopted("c", "a");
    }

    @Test
    void looksThatAreRefusedEndUnresolvedOnlyAfterItHasSettled() {
        lose("c");
        desk.reply(desk.look(), listRefused());
        assertThat(desk.results).isEmpty();

        desk.after(Desk.SETTLED).reply(desk.look(), listRefused());

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
    }

    @Test
    void looksThatAreDeniedEndUnresolvedOnceNobodySeemsToMendThePermission() {
        lose("c");
        Reply denied = new Reply.Events(new ApiResult.Denied<>(answer(403, "The token is not authorized for this scope.")));
        desk.after(Desk.SETTLED).reply(desk.look(), denied);
        desk.after(Desk.SETTINGS.deniedLook().minusMinutes(5)).reply(desk.look(), denied);
        assertThat(desk.results).isEmpty();

        desk.after(Duration.ofMinutes(10)).reply(desk.look(), denied);

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result("c").message()).contains("does not permit");
    }

    @Test
    void aTokenThatIsNotAcceptedEndsNothing() {
        lose("c");
        Reply denied = new Reply.Events(new ApiResult.Denied<>(answer(401, "Invalid JWT")));
        desk.after(Duration.ofDays(2)).reply(desk.look(), denied);

        assertThat(desk.results).isEmpty();
        desk.after(Duration.ofMinutes(5)).reply(desk.look(), listed(bookedBy("c", "a")));
        assertAdopted("c", "a");
    }

    @Test
    void settlesCountedFromWhenItWasSentNotFromWhenItWasDecided() {
        desk.accept(create("c"));
        Errand post = desk.errand();
        Instant begunAt = desk.now.plusSeconds(8);
        desk.book.replied(post, Samples.writtenInDoubt(), begunAt, desk.now = begunAt.plus(Desk.DEADLINE));

        desk.now = begunAt.plus(Desk.SETTLED).minusMillis(1);
        desk.reply(desk.look(), listed());
        assertThat(desk.results).isEmpty();

        desk.afterSeconds(1).reply(desk.look(), listed());
        assertThat(desk.results).hasSize(1);
    }

    @Test
    void aCrashLeavesItInDoubtAndItIsLookedForNotSent() {
        desk.accept(create("c"));
        desk.errand();

        desk.crash();

        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.book.inDoubt()).isEqualTo(1);
        desk.reply(desk.look(), listed(bookedBy("c", "a")));
        assertAdopted("c", "a");
        assertThat(desk.book.inDoubt()).isZero();
    }

    @Test
    void afterACrashAbsenceCountsOnlyOnceTheLatestPossibleSendingHasSettled() {
        desk.accept(create("c"));
        desk.errand();
        desk.crash();
        Instant settled = Samples.T0.plus(JournalEntry.SEND_WITHIN).plus(Desk.SETTLED);

        desk.now = settled.minusMillis(1);
        desk.reply(desk.look(), listed());
        assertThat(desk.results).isEmpty();
        desk.now = settled;
        desk.reply(desk.look(), listed());

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
    }

    @Test
    void isInDoubtUntilItHasItsResult() {
        lose("c");
        assertThat(desk.book.inDoubt()).isEqualTo(1);
        Errand look = desk.look();
        assertThat(desk.book.inDoubt()).isEqualTo(1);

        desk.reply(look, listed(bookedBy("c", "a")));

        assertThat(desk.book.inDoubt()).isZero();
        assertThat(desk.book.waiting()).isZero();
    }

    private void lose(String commandId) {
        desk.accept(create(commandId));
        desk.loseAnswer(desk.errand());
    }

    private void assertAdopted(String commandId, String appointmentId) {
        CommandResult result = desk.result(commandId);
        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.adopted()).isTrue();
        assertThat(result.appointmentId()).isEqualTo(appointmentId);
    }

    private void assertNothingMoreToDo() {
        desk.after(Duration.ofHours(1));
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.nextLook()).isEmpty();
        assertThat(desk.results).hasSize(1);
    }
}
