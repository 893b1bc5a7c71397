package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.listed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Two bookings of one create, which the assumption on settling rules out and the world may not.
class DuplicateBookingTest {
    private final Desk desk = new Desk();

    @Test
    void aSecondBookingWithTheMarkerIsToldOnce() {
        desk.book("c", "a");

        desk.seen(bookedBy("c", "a"));
        desk.seen(bookedBy("c", "late"));
        desk.seen(bookedBy("c", "late"));

        assertThat(desk.duplicates).containsExactly(new DuplicateBooking(Samples.id("c"), "a", "late"));
    }

    @Test
    void theFirstBookingOfACreateThatEndedUnresolvedIsNoDuplicateAndTheSecondIs() {
        desk.accept(create("c"));
        desk.loseAnswer(desk.errand());
        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        desk.seen(bookedBy("c", "late"));
        assertThat(desk.duplicates).isEmpty();
        desk.seen(bookedBy("c", "later"));

        assertThat(desk.duplicates).containsExactly(new DuplicateBooking(Samples.id("c"), "late", "later"));
    }

    @Test
    void instancesOfItsSeriesAreNone() {
        desk.book("c", "s");

        desk.seen(appointment("s_1773154800000_1800", "c", "confirmed", "[almanac:c]", null, "s", false));

        assertThat(desk.duplicates).isEmpty();
    }

    @Test
    void aMarkerCopiedIntoAnOlderBookingOrOneOfAnotherCommandIsNone() {
        desk.afterSeconds(60);
        desk.book("c", "a");
        desk.book("d", "b");

        desk.seen(bookedBy("c", "made-a-minute-before"));
        desk.seen(bookedBy("c", "b"));

        assertThat(desk.duplicates).isEmpty();
    }

    @Test
    void oneThatIsDeletedAlreadyNeedsNobody() {
        desk.book("c", "a");

        desk.seen(appointment("late", "c", "confirmed", "[almanac:c]", null, null, true));

        assertThat(desk.duplicates).isEmpty();
    }
}
