package dev.almanac.command;

import static dev.almanac.command.Samples.T0;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.throttled;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.updateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Request;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Commands that are no longer to be executed, or no longer to be remembered.
class ExpiryTest {
    private final Desk desk = new Desk();

    @Test
    void aCommandExpiresUnlessItsWriteHasStarted() {
        desk.accept(create("late", T0, T0.plusSeconds(10)));
        desk.accept(create("started", T0, T0.plusSeconds(10)));
        desk.reply(desk.errand(), throttled());
        desk.errand();

        desk.afterSeconds(10);

        assertThat(desk.result("late").reason()).isEqualTo(Reason.EXPIRED);
        assertThat(desk.result("late").attempts()).isZero();
        assertThat(desk.finished()).containsExactly("late");
        assertThat(desk.book.waiting()).as("the one that was started").isEqualTo(1);
    }

    @Test
    void aCommandInDoubtDoesNotExpire() {
        desk.accept(create("c", T0, T0.plusSeconds(10)));
        desk.loseAnswer(desk.errand());
        desk.afterSeconds(30);

        desk.reply(desk.look(), Samples.listed(Samples.bookedBy("c", "a")));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aCommandThatExpiresWhileItsWriteIsThrottledIsRejected() {
        desk.accept(create("c", T0, T0.plusSeconds(10)));
        Errand post = desk.errand();
        desk.afterSeconds(11).reply(post, throttled());

        desk.afterSeconds(0);

        assertThat(desk.result("c").reason()).isEqualTo(Reason.EXPIRED);
    }

    @Test
    void anUpdateThatExpiresBetweenReadingAndWritingIsNotWritten() {
        desk.accept(update("u", "a", T0.plusSeconds(10)));
        Errand read = desk.errand();
        desk.afterSeconds(11).reply(read, Samples.read(Samples.appointment("a", "old")));

        desk.afterSeconds(0);

        assertThat(desk.result("u").reason()).isEqualTo(Reason.EXPIRED);
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void whatExpiresInTheMiddleOfALaneIsRejectedThereAlsoAfterACrash() {
        desk.with(create("c"), updateOf("c", "u1", T0.plusSeconds(10)), updateOf("c", "u2"));
        desk.errand();
        desk.now = T0.plusSeconds(20);
        desk.crash();

        desk.afterSeconds(0);

        assertThat(desk.finished()).containsExactly("u1");
        desk.reply(desk.look(), Samples.listed(Samples.bookedBy("c", "a")));
        assertThat(desk.errand().commandId()).isEqualTo(Samples.id("u2"));
    }

    @Test
    void finishedCommandsAreForgottenAfterTheDedupeWindowAndThenTooOld() {
        desk.book("c", "a");
        Duration window = Desk.SETTINGS.dedupeWindow().plus(Rejection.CLOCK_AHEAD);
        desk.after(window);
        assertThat(desk.book.forget(desk.now)).isEmpty();

        desk.afterSeconds(1);
        assertThat(desk.book.forget(desk.now)).containsExactly(Samples.id("c"));
        assertThat(desk.book.creatorOf(Samples.bookedBy("c", "a"))).isEmpty();

        desk.accept(create("c"));
        assertThat(desk.results.getLast().reason()).isEqualTo(Reason.TOO_OLD);
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void aCreateIsNotForgottenWhileAWaitingUpdateNamesIt() {
        desk.book("c", "a");
        desk.accept(updateOf("c", "u"));
        desk.after(Duration.ofDays(8));
        assertThat(desk.book.forget(desk.now)).isEmpty();

        assertThat(desk.errand().request()).isEqualTo(new Request.ReadAppointment("a"));
    }

    @Test
    void aForgottenAppointmentMayBeAdoptedByAnother() {
        desk.book("c", "a");
        desk.after(Duration.ofDays(8));
        desk.book.forget(desk.now);
        desk.accept(create("d", desk.now, null));
        desk.loseAnswer(desk.errand());

        desk.seen(Samples.added(Samples.bookedBy("d", "a"), desk.now));

        assertThat(desk.result("d").appointmentId()).isEqualTo("a");
    }
}
