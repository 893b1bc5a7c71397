package dev.almanac.command;

import static dev.almanac.command.Samples.T0;
import static dev.almanac.command.Samples.appointment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Appointment;
import dev.almanac.command.CommandResult.Reason;
import dev.almanac.command.Doubt.Adopt;
import dev.almanac.command.Doubt.GiveUp;
import dev.almanac.command.Doubt.LookAgain;
import dev.almanac.command.Doubt.SendAgain;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoubtTest {
    private static final Instant SETTLES = T0.plusSeconds(100);
    private static final Instant BEFORE = SETTLES.minusMillis(1);
    private static final Instant SOON = T0.plusSeconds(5);

    @Test
    void theOldestOfWhatWasFoundIsAdoptedWheneverItIsFound() {
        List<Appointment> found = List.of(appointment("a", "x"), appointment("b", "x"));

        assertThat(Doubt.ofCreate(found, T0, SETTLES, SOON)).isEqualTo(new Adopt("a"));
        assertThat(Doubt.ofCreate(found, SETTLES, SETTLES, SOON)).isEqualTo(new Adopt("a"));
    }

    @Test
    void absenceIsBelievedOnlyOfALookBegunWhenTheEffectHadToBeThere() {
        assertThat(Doubt.ofCreate(List.of(), BEFORE, SETTLES, SOON)).isEqualTo(new LookAgain(SOON));
        assertThat(Doubt.ofCreate(List.of(), SETTLES, SETTLES, SOON)).isInstanceOfSatisfying(
                GiveUp.class, gaveUp -> assertThat(gaveUp.reason()).isEqualTo(Reason.NOT_FOUND_AFTER_SETTLE));
    }

    @Test
    void theLastLookComesWhenItIsSettledNotAnIntervalLater() {
        assertThat(Doubt.ofCreate(List.of(), BEFORE, SETTLES, SETTLES.plusSeconds(4)))
                .isEqualTo(new LookAgain(SETTLES));
        assertThat(Doubt.ofUpdate(false, "a", false, BEFORE, SETTLES, SETTLES.plusSeconds(4)))
                .isEqualTo(new LookAgain(SETTLES));
    }

    @Test
    void anUpdateIsAdoptedSentAgainLookedForAgainAndGivenUpInThisOrder() {
        assertThat(Doubt.ofUpdate(true, "a", true, SETTLES, SETTLES, SOON)).isEqualTo(new Adopt("a"));
        assertThat(Doubt.ofUpdate(false, "a", true, T0, SETTLES, SOON)).isEqualTo(new SendAgain());
        assertThat(Doubt.ofUpdate(false, "a", true, SETTLES, SETTLES, SOON)).isEqualTo(new SendAgain());
        assertThat(Doubt.ofUpdate(false, "a", false, BEFORE, SETTLES, SOON)).isEqualTo(new LookAgain(SOON));
        assertThat(Doubt.ofUpdate(false, "a", false, SETTLES, SETTLES, SOON)).isInstanceOfSatisfying(
                GiveUp.class, gaveUp -> assertThat(gaveUp.reason()).isEqualTo(Reason.NOT_CONFIRMED));
    }
}
