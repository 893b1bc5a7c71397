package dev.almanac.command;

import static dev.almanac.command.Samples.NOTHING;
import static dev.almanac.command.Samples.START;
import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.starting;
import static dev.almanac.command.Samples.titled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateBodyTest {
    private static final Appointment PRESENT = appointment("a", "old");
    private static final String LATER = "2026-03-09T11:00:00-05:00";

    @ParameterizedTest
    @CsvSource({
        "new, new", "confirmed, confirmed", "active, confirmed", "cancelled, cancelled", "canceled, cancelled",
        "showed, showed", "completed, showed", "noshow, noshow", "invalid, invalid", "some_new_one, some_new_one"
    })
    void thePresentStatusIsAlwaysSentInASpellingThatIsAccepted(String told, String sent) {
        Appointment present = appointment("a", "old", told, null, null, null, false);

        assertThat(UpdateBody.compose(titled("new"), present).appointmentStatus()).isEqualTo(sent);
    }

    @Test
    void aGivenStatusIsSentAsItIs() {
        assertThat(UpdateBody.compose(NOTHING.withStatus("noshow"), PRESENT).appointmentStatus()).isEqualTo("noshow");
    }

    @Test
    void withoutAGivenOrAPresentStatusThereIsNothingToSend() {
        Appointment without = appointment("a", "old", null, null, null, null, false);

        assertThat(UpdateBody.hasStatus(titled("new"), without)).isFalse();
        assertThat(UpdateBody.hasStatus(NOTHING.withStatus("showed"), without)).isTrue();
        assertThat(UpdateBody.hasStatus(titled("new"), PRESENT)).isTrue();
    }

    @Test
    void whatMovesNothingGoesWithoutTheSlotCheckAndNamesTheUser() {
        AppointmentDetails sameMoment = UpdateBody.compose(starting("2026-03-09T16:00:00+01:00"), PRESENT);

        assertThat(sameMoment.ignoreFreeSlotValidation()).isTrue();
        assertThat(sameMoment.assignedUserId()).isEqualTo("user-1");
    }

    @Test
    void whatMovesIsCheckedByTheVendor() {
        assertThat(UpdateBody.compose(starting(LATER), PRESENT).ignoreFreeSlotValidation()).isNull();
    }

    @Test
    void theSendersWordAboutTheSlotCheckStands() {
        AppointmentDetails checked = new AppointmentDetails(
                null, null, null, "new", null, null, null, null, null, null, null, null, null, false, null);

        assertThat(UpdateBody.compose(checked, PRESENT).ignoreFreeSlotValidation()).isFalse();
    }

    @Test
    void aNewDescriptionKeepsTheMarker() {
        Appointment present = appointment("a", "old", "new", null, "Old\n[almanac:c]", null, false);

        assertThat(descriptionSent("New", present)).isEqualTo("New\n[almanac:c]");
        assertThat(descriptionSent("", present)).isEqualTo("[almanac:c]");
        assertThat(descriptionSent("New\n[almanac:c]", present)).isEqualTo("New\n[almanac:c]");
        assertThat(descriptionSent("New\n[almanac:other]", present)).isEqualTo("New\n[almanac:c]");
        assertThat(descriptionSent("New", PRESENT)).isEqualTo("New");
        assertThat(UpdateBody.compose(titled("new"), present).description()).isNull();
    }

    @Test
    void holdsWhereEverythingGivenReadsAsAsked() {
        assertThat(UpdateBody.holds(titled("old"), PRESENT)).isTrue();
        assertThat(UpdateBody.holds(titled("new"), PRESENT)).isFalse();
        assertThat(UpdateBody.holds(starting("2026-03-09T15:00:00Z"), PRESENT)).isTrue();
        assertThat(UpdateBody.holds(starting(LATER), PRESENT)).isFalse();
        assertThat(UpdateBody.holds(titled("old").withStatus("cancelled"), PRESENT)).isFalse();
    }

    @Test
    void aStatusHoldsUnderEverySpelling() {
        Appointment showed = appointment("a", "old", "showed", null, null, null, false);

        assertThat(UpdateBody.holds(NOTHING.withStatus("completed"), showed)).isTrue();
        assertThat(UpdateBody.holds(NOTHING.withStatus("confirmed"), showed)).isFalse();
    }

    @Test
    void aDescriptionHoldsUnderEitherNameAndWithAMarkerButNotAsAPart() {
        AppointmentDetails wanted = NOTHING.withDescription("Call");

        assertThat(UpdateBody.holds(wanted, described("Call", null))).isTrue();
        assertThat(UpdateBody.holds(wanted, described("Call\n[almanac:c]", null))).isTrue();
        assertThat(UpdateBody.holds(wanted, described("Other", "Call\n[almanac:c]"))).isTrue();
        assertThat(UpdateBody.holds(wanted, described("Call back", null))).isFalse();
        assertThat(UpdateBody.holds(wanted, described(null, null))).isFalse();
        assertThat(UpdateBody.holds(NOTHING.withDescription(""), described("Call", null))).isFalse();
        assertThat(UpdateBody.holds(NOTHING.withDescription(""), described("[almanac:c]", null))).isTrue();
        assertThat(UpdateBody.holds(NOTHING.withDescription(""), described(null, null))).isTrue();
    }

    @Test
    void nothingHoldsThatCannotBeReadBack() {
        AppointmentDetails quiet = new AppointmentDetails(
                null, null, null, null, null, null, null, null, null, null, null, null, false, null, null);
        AppointmentDetails titleAndPlace = new AppointmentDetails(
                null, START, null, "old", null, null, null, null, "zoom", null, null, null, null, null, null);

        assertThat(UpdateBody.holds(quiet, PRESENT)).isFalse();
        assertThat(UpdateBody.holds(titleAndPlace, PRESENT)).isFalse();
    }

    private static String descriptionSent(String description, Appointment present) {
        return UpdateBody.compose(NOTHING.withDescription(description), present).description();
    }

    private static Appointment described(String description, String notes) {
        return appointment("a", "old", "new", description, notes, null, false);
    }
}
