package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.createOnce;
import static dev.almanac.command.Samples.listed;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.startingAt;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.updateOf;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.command.CommandResult.Outcome;
import org.junit.jupiter.api.Test;

/// Creates whose bookings carry no marker, because the setting says so.
class NamelessBookingTest {
    private final Desk desk = new Desk(Desk.settings(false));
    /// Of the contact and at the time that [Samples#create] wants.
    private final Appointment booking = appointment("a", "t");

    @Test
    void theOnlyNewBookingOfTheContactAtItsTimeIsAdopted() {
        lose("c");

        desk.reply(desk.look(), listed(booking));

        assertThat(desk.result("c").appointmentId()).isEqualTo("a");
        assertThat(desk.result("c").adopted()).isTrue();
    }

    @Test
    void oneOfTwoIsNotGuessed() {
        lose("c");

        desk.after(Desk.SETTLED).reply(desk.look(), listed(booking, appointment("b", "t")));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
    }

    @Test
    void instancesOfOneSeriesAreOneBooking() {
        lose("c");

        desk.reply(desk.look(), listed(
                appointment("s_1773068400000_1800", "t", "confirmed", null, null, "s", false),
                appointment("s_1773154800000_1800", "t", "confirmed", null, null, "s", false)));

        assertThat(desk.result("c").appointmentId()).isEqualTo("s");
    }

    @Test
    void aBookingThatWasThereBeforeIsNotAdopted() {
        desk.afterSeconds(11);
        lose("c");

        desk.reply(desk.look(), listed(booking));

        assertThat(desk.results).isEmpty();
    }

    @Test
    void aBookingOfAnotherCommandIsNotAdopted() {
        desk.book("first", "a");
        lose("c");

        desk.reply(desk.look(), listed(booking));

        assertThat(desk.finished()).containsExactly("first");
    }

    @Test
    void oneBookingServesOneOfTwoThatWantTheSame() {
        lose("c");
        desk.accept(create("rival"));
        desk.loseAnswer(desk.errand());

        desk.reply(desk.look(), listed(booking));
        desk.reply(desk.look(), listed(booking));

        assertThat(desk.finished()).containsExactly("c");
    }

    @Test
    void aBookingIsNobodysWhileAnotherWhoWantsTheSameMayHearThatItIsTheirs() {
        lose("c");
        desk.accept(create("rival"));
        Errand post = desk.errand();

        desk.after(Desk.SETTLED).reply(desk.look(), listed(booking));
        assertThat(desk.results).isEmpty();
        desk.reply(post, written("a"));
        desk.afterSeconds(5).reply(desk.look(), listed(booking));

        assertThat(desk.result("rival").appointmentId()).isEqualTo("a");
        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
    }

    @Test
    void whatWasTakenForTheWorkOfOneMayStillBeThatOfAnotherWhichIsThereforeNotSentAgain() {
        desk.accept(createOnce("c"));
        desk.loseAnswer(desk.errand());
        String later = "2026-03-09T12:00:00-05:00";
        Appointment moved = startingAt(booking, later);
        desk.accept(createOnce("other", null, details -> new AppointmentDetails(
                details.calendarId(), later, null, details.title(), null, null, null, details.assignedUserId(), null, null,
                null, null, null, null, null)));
        desk.loseAnswer(desk.errand());

        desk.reply(desk.look(), listed(moved));
        desk.reply(desk.look(), listed(moved));
        assertThat(desk.result("other").appointmentId()).isEqualTo("a");
        desk.crash();
        desk.after(Desk.SETTLED).after(JournalEntry.SEND_WITHIN).reply(desk.look(), listed(moved));

        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
    }

    @Test
    void whoKnowsTheBookingFromTheFeedDoesNotOvertakeWhoNamesTheCreate() {
        desk.with(create("c"));
        Errand post = desk.errand();
        desk.with(updateOf("c", "first"));
        desk.seen(booking);
        desk.with(update("second", "a"));
        assertThat(desk.nextErrand()).isEmpty();

        desk.reply(post, written("a"));

        assertThat(desk.errand().commandId().commandId()).isEqualTo("first");
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void whoWaitedForACreateThatMadeSomethingElseGoesOn() {
        desk.with(create("c"));
        Errand post = desk.errand();
        desk.seen(booking);
        desk.with(update("u", "a"), updateOf("c", "v"));

        desk.reply(post, written("another"));

        assertThat(desk.errand().appointmentId()).isEqualTo("a");
        assertThat(desk.errand().appointmentId()).isEqualTo("another");
    }

    @Test
    void whoReadsABookingThatACreateMayHaveMadeLetsThoseBeforeItGoFirst() {
        desk.with(create("c"));
        Errand post = desk.errand();
        desk.with(updateOf("c", "first"), update("second", "a"));
        Errand reading = desk.errand();
        assertThat(reading.commandId().commandId()).isEqualTo("second");
        desk.reply(reading, read(booking));
        assertThat(desk.nextErrand()).isEmpty();

        desk.reply(post, written("a"));

        assertThat(desk.errand().commandId().commandId()).isEqualTo("first");
    }

    private void lose(String commandId) {
        desk.accept(create(commandId));
        desk.loseAnswer(desk.errand());
    }
}
