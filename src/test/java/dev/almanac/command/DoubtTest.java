package dev.almanac.command;

import static dev.almanac.command.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Reason;
import dev.almanac.command.Doubt.Adopt;
import dev.almanac.command.Doubt.GiveUp;
import dev.almanac.command.Doubt.LookAgain;
import dev.almanac.command.Doubt.SendAgain;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Each row of the table: what a look has shown, and what follows.
class DoubtTest {
    private static final Instant SETTLES = T0.plusSeconds(100);
    private static final Instant BEFORE = SETTLES.minusMillis(1);
    private static final Instant SOON = T0.plusSeconds(5);
    private static final Evidence.Absence REPEATABLE = new Evidence.Absence(true);
    private static final Evidence.Absence FINAL = new Evidence.Absence(false);

    @Test
    void anEffectIsAdoptedWheneverItIsFound() {
        for (Instant begunAt : new Instant[] {T0, BEFORE, SETTLES}) {
            assertThat(ofCreate(new Evidence.Effect("a"), begunAt)).isEqualTo(new Adopt("a"));
            assertThat(ofUpdate(new Evidence.Effect("a"), begunAt)).isEqualTo(new Adopt("a"));
        }
    }

    @Test
    void aLookWithoutAnswerIsRepeatedHoweverLateItIs() {
        for (Instant begunAt : new Instant[] {T0, SETTLES}) {
            assertThat(ofCreate(new Evidence.Silence(), begunAt)).isEqualTo(new LookAgain(SOON));
            assertThat(ofUpdate(new Evidence.Silence(), begunAt)).isEqualTo(new LookAgain(SOON));
        }
    }

    @Test
    void aCreateThatIsNotThereBeforeItHasSettledIsLookedForAgainAndNeverSentAgain() {
        assertThat(ofCreate(REPEATABLE, BEFORE)).isEqualTo(new LookAgain(SOON));
        assertThat(ofCreate(FINAL, BEFORE)).isEqualTo(new LookAgain(SOON));
    }

    @Test
    void aCreateThatIsNotThereWhenItHasSettledIsSentAgainWhereATwinWouldBeStopped() {
        assertThat(ofCreate(REPEATABLE, SETTLES)).isEqualTo(new SendAgain());
    }

    @Test
    void aCreateThatIsNotThereWhenItHasSettledEndsUnresolvedElsewhere() {
        assertThat(ofCreate(FINAL, SETTLES)).isInstanceOfSatisfying(GiveUp.class, end ->
                assertThat(end.reason()).isEqualTo(Reason.NOT_FOUND_AFTER_SETTLE));
    }

    @Test
    void aCreateThatIsPerhapsThereIsLookedForUntilItHasSettledAndThenEndsUnresolved() {
        assertThat(ofCreate(new Evidence.Unclear("?"), BEFORE)).isEqualTo(new LookAgain(SOON));
        assertThat(ofCreate(new Evidence.Unclear("why"), SETTLES))
                .isEqualTo(new GiveUp(Reason.NOT_FOUND_AFTER_SETTLE, "why"));
    }

    @Test
    void anUpdateThatDoesNotHoldIsSentAgainAtOnce() {
        assertThat(ofUpdate(REPEATABLE, T0)).isEqualTo(new SendAgain());
        assertThat(ofUpdate(REPEATABLE, SETTLES)).isEqualTo(new SendAgain());
    }

    @Test
    void anUpdateThatMayNotBeSentAgainIsReadUntilItHasSettledAndThenEndsUnresolved() {
        assertThat(ofUpdate(FINAL, BEFORE)).isEqualTo(new LookAgain(SOON));
        assertThat(ofUpdate(FINAL, SETTLES)).isInstanceOfSatisfying(GiveUp.class, end ->
                assertThat(end.reason()).isEqualTo(Reason.NOT_CONFIRMED));
        assertThat(ofUpdate(new Evidence.Unclear("why"), SETTLES))
                .isEqualTo(new GiveUp(Reason.NOT_CONFIRMED, "why"));
    }

    @Test
    void theLastLookComesWhenItIsSettledNotAnIntervalLater() {
        Instant later = SETTLES.plusSeconds(4);

        assertThat(Doubt.of(FINAL, create(), BEFORE, later)).isEqualTo(new LookAgain(SETTLES));
        assertThat(Doubt.of(FINAL, update(), BEFORE, later)).isEqualTo(new LookAgain(SETTLES));
    }

    private static Doubt ofCreate(Evidence evidence, Instant begunAt) {
        return Doubt.of(evidence, create(), begunAt, SOON);
    }

    private static Doubt ofUpdate(Evidence evidence, Instant begunAt) {
        return Doubt.of(evidence, update(), begunAt, SOON);
    }

    private static JournalEntry create() {
        return inDoubt(Samples.create("c"));
    }

    private static JournalEntry update() {
        return inDoubt(Samples.update("u", "a"));
    }

    private static JournalEntry inDoubt(AppointmentCommand command) {
        return JournalEntry.accepted(command, 0, Trace.NONE, T0).started(null, null, null, T0).inDoubt(SETTLES);
    }
}
