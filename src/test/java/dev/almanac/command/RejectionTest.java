package dev.almanac.command;

import static dev.almanac.command.Samples.T0;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.updateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandBook.Intake;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RejectionTest {
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final AppointmentCommand MALFORMED = new AppointmentCommand.Malformed(
            Samples.id("m"), T0, null, create("m").body(), "contactId must not be empty");

    @Test
    void aSoundCommandIsNotRejected() {
        assertThat(atIntake(create("c"))).isEmpty();
        assertThat(atIntake(updateOf("c", "u"))).isEmpty();
    }

    @Test
    void aLocationThatIsNotServedIsUnknown() {
        assertThat(Rejection.atIntake(create("c"), false, WINDOW, id -> true, T0).map(Rejection::reason))
                .contains(Reason.UNKNOWN_LOCATION);
    }

    @Test
    void whatMayBeForgottenIsTooOld() {
        assertThat(atIntake(create("c", T0.minus(WINDOW), null))).isEmpty();
        assertThat(atIntake(create("c", T0.minus(WINDOW).minusMillis(1), null))).contains(Reason.TOO_OLD);
    }

    @Test
    void whatWouldStillLookNewWhenItIsForgottenIsRefused() {
        Instant latest = T0.plus(Rejection.CLOCK_AHEAD);

        assertThat(atIntake(create("c", latest, null))).isEmpty();
        assertThat(atIntake(create("c", latest.plusMillis(1), null))).contains(Reason.VALIDATION);
    }

    @Test
    void aCommandIsExpiredFromTheMomentThatItNames() {
        assertThat(atIntake(create("c", T0, T0.plusMillis(1)))).isEmpty();
        assertThat(atIntake(create("c", T0, T0))).contains(Reason.EXPIRED);
    }

    @Test
    void anUnknownReferenceIsToldAtOnce() {
        assertThat(Rejection.atIntake(updateOf("c", "u"), true, WINDOW, id -> false, T0).map(Rejection::reason))
                .contains(Reason.UNKNOWN_REFERENCE);
    }

    @Test
    void aMalformedCommandIsInvalidForTheReasonFound() {
        Optional<Rejection> rejection = Rejection.atIntake(MALFORMED, true, WINDOW, id -> true, T0);

        assertThat(rejection).contains(new Rejection(Reason.VALIDATION, "contactId must not be empty", null));
    }

    @Test
    void whatIsRejectedAtIntakeHasItsResultAndIsRememberedAndLeavesNothingBehind() {
        Desk desk = new Desk();

        assertThat(desk.accept(MALFORMED)).isEqualTo(Intake.ACCEPTED);
        assertThat(desk.accept(MALFORMED)).isEqualTo(Intake.REPEATED);
        desk.crash();
        assertThat(desk.accept(MALFORMED)).isEqualTo(Intake.REPEATED);

        assertThat(desk.results)
                .containsExactly(new CommandResult(
                        Samples.id("m"), Operation.INVALID, Outcome.REJECTED, Reason.VALIDATION,
                        "contactId must not be empty", null, null, null, false, 0, T0, null, T0));
        assertThat(desk.book.waiting()).isZero();
        assertThat(desk.nextErrand()).isEmpty();
    }

    private static Optional<Reason> atIntake(AppointmentCommand command) {
        return Rejection.atIntake(command, true, WINDOW, id -> true, T0).map(Rejection::reason);
    }
}
