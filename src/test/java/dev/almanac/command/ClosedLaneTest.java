package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// After a lost answer a late copy of an update may still come: nothing may follow it before that.
class ClosedLaneTest {
    private final Desk desk = new Desk();

    @BeforeEach
    void anUpdateLosesItsAnswer() {
        desk.accept(update("u", "a"));
        desk.reply(desk.errand(), read(appointment("a", "old")));
        desk.loseAnswer(desk.errand());
    }

    @Test
    void keepsItsLaneClosedAfterALostAnswerUntilThatHasSettled() {
        desk.reply(desk.look(), read(appointment("a", "u")));
        desk.accept(update("next", "a"));

        desk.now = Samples.T0.plus(Desk.SETTLED).minusMillis(1);
        assertThat(desk.nextErrand()).isEmpty();
        desk.crash();
        assertThat(desk.nextErrand()).isEmpty();

        desk.now = Samples.T0.plus(Desk.SETTLED);
        assertThat(desk.errand().commandId()).isEqualTo(Samples.id("next"));
    }

    @Test
    void answeredAfterAnEarlierLostAnswerKeepsItsLaneClosedToo() {
        desk.reply(desk.look(), read(appointment("a", "old")));
        desk.reply(desk.look(), written("a"));
        desk.accept(update("next", "a"));

        assertThat(desk.result("u").adopted()).isFalse();
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void aCrashDuringASecondAttemptReckonsFromThatOne() {
        desk.afterSeconds(100);
        desk.reply(desk.look(), read(appointment("a", "old")));
        Instant second = desk.now;
        desk.look();
        desk.crash();
        desk.reply(desk.look(), read(appointment("a", "u")));
        desk.accept(update("next", "a"));

        desk.now = second.plus(JournalEntry.SEND_WITHIN).plus(Desk.SETTLED).minusMillis(1);
        assertThat(desk.nextErrand()).isEmpty();
        desk.afterSeconds(1);
        assertThat(desk.nextErrand()).isPresent();
    }
}
