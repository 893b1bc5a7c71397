package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.createOnce;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.listed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.command.AppointmentCommand.Create;
import org.junit.jupiter.api.Test;

/// Bookings that a create in doubt must not take for its own.
class ForeignBookingTest {
    private final Desk desk = new Desk();

    @Test
    void anotherCommandsMarkerThatBeginsLikeItsOwnIsNotItsOwn() {
        lose("c");

        desk.reply(desk.look(), listed(bookedBy("c2", "a")));

        assertThat(desk.results).isEmpty();
    }

    @Test
    void anAppointmentOfAnotherCommandIsNotAdopted() {
        desk.book("first", "a");
        lose("c");

        desk.reply(desk.look(), listed(appointment("a", "c", "confirmed", "[almanac:c]", null, null, false)));

        assertThat(desk.finished()).containsExactly("first");
    }

    @Test
    void aSeriesThatAnotherCommandMadeIsNotAdoptedThroughAnInstance() {
        desk.book("first", "s_1773068400000_1800");
        lose("c");

        desk.seen(appointment("s_1773154800000_1800", "c", "confirmed", "[almanac:c]", null, "s", false));

        assertThat(desk.finished()).containsExactly("first");
    }

    @Test
    void aMarkerCopiedIntoAnOlderBookingIsNotItsOwn() {
        desk.afterSeconds(60);
        lose("c");

        desk.seen(bookedBy("c", "made-a-minute-before"));
        desk.reply(desk.look(), listed(bookedBy("c", "made-a-minute-before")));

        assertThat(desk.results).isEmpty();
    }

    @Test
    void aMarkerCopiedIntoASingleBookingIsNotThatOfASeries() {
        desk.accept(createOnce("c", null, details -> new AppointmentDetails(
                details.calendarId(), details.startTime(), null, details.title(), null, null, null, details.assignedUserId(),
                null, null, null, null, null, null, "RRULE:FREQ=DAILY;COUNT=3")));
        desk.loseAnswer(desk.errand());

        desk.seen(bookedBy("c", "copy"));
        desk.reply(desk.look(), listed(bookedBy("c", "copy")));
        assertThat(desk.results).isEmpty();

        desk.afterSeconds(5).reply(desk.look(), listed(
                bookedBy("c", "copy"),
                appointment("s_1773068400000_1800", "c", "confirmed", "[almanac:c]", null, "s", false)));
        assertThat(desk.result("c").appointmentId()).isEqualTo("s");
    }

    @Test
    void ofTwoThatCarryItsMarkerTheOneAtTheWantedTimeIsItsOwn() {
        lose("c");
        Appointment elsewhere = Samples.startingAt(bookedBy("c", "elsewhere"), "2026-03-09T12:00:00-05:00");

        desk.seen(elsewhere);
        assertThat(desk.results).isEmpty();
        desk.reply(desk.look(), listed(elsewhere, bookedBy("c", "a")));

        assertThat(desk.result("c").appointmentId()).isEqualTo("a");
    }

    @Test
    void ofTwoThatCarryItsMarkerAndAreElsewhereNoneIsTaken() {
        lose("c");
        Appointment one = Samples.startingAt(bookedBy("c", "a"), "2026-03-09T12:00:00-05:00");
        Appointment other = Samples.startingAt(bookedBy("c", "b"), "2026-03-09T13:00:00-05:00");

        desk.after(Desk.SETTLED).reply(desk.look(), listed(one, other));

        assertThat(desk.result("c").outcome()).isEqualTo(CommandResult.Outcome.UNRESOLVED);
    }

    @Test
    void whoNamesABookingThatWasMovedWaitsUntilALookHasToldWhoseItIs() {
        lose("c");
        Appointment moved = Samples.startingAt(bookedBy("c", "a"), "2026-03-09T12:00:00-05:00");
        desk.with(Samples.updateOf("c", "first"));
        desk.seen(moved);
        desk.with(Samples.update("second", "a"));
        assertThat(desk.nextErrand()).isEmpty();

        desk.reply(desk.look(), listed(moved));
        assertThat(desk.results).isEmpty();
        desk.after(Desk.SETTLED).reply(desk.look(), listed(moved));

        assertThat(desk.result("c").appointmentId()).isEqualTo("a");
        assertThat(desk.errand().commandId().commandId()).isEqualTo("first");
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void aMarkerCopiedIntoABookingOfSomebodyElseIsNotItsOwn() {
        desk.accept(new Create(Samples.id("c"), Samples.T0, null, "con-2", Samples.create("c").details()));
        desk.loseAnswer(desk.errand());

        desk.seen(bookedBy("c", "of-con-1"));
        desk.reply(desk.look(), listed(bookedBy("c", "of-con-1")));

        assertThat(desk.results).isEmpty();
    }

    private void lose(String commandId) {
        desk.accept(create(commandId));
        desk.loseAnswer(desk.errand());
    }
}
