package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandWireTest {
    private static final String START = "2026-03-02T09:30:00-05:00";

    @Test
    void exactlyOneBodyIsDemanded() {
        assertThat(problem(null, null)).contains("neither");
        assertThat(problem(create("cal", "con", START, null), update("apt", null, null, null))).contains("both");
    }

    @Test
    void aMalformedCommandIsToldAgainAsItCame() {
        dev.almanac.schema.AppointmentCommand avro =
                avro("cmd", create("cal", "con", START, null), update("apt", "cmd-0", START, null));
        AppointmentCommand read = CommandWire.fromAvro(avro);
        assertThat(read).isInstanceOf(AppointmentCommand.Malformed.class);
        assertThat(CommandWire.toAvro(read)).isEqualTo(avro);
    }

    @Test
    void aMalformedCommandIsPrintedWithoutItsTexts() {
        CreateAppointment create =
                CreateAppointment.newBuilder(create("", "con", START, null)).setTitle("private").build();
        assertThat(CommandWire.fromAvro(avro("cmd", create, null)))
                .asString()
                .contains("loc/cmd", "create.title", "calendarId must not be empty")
                .doesNotContain("private");
    }

    @Test
    void twoMalformedCommandsDifferByTheirBodies() {
        AppointmentCommand one = CommandWire.fromAvro(avro("cmd", create("", "con", START, null), null));
        AppointmentCommand other = CommandWire.fromAvro(avro("cmd", create("", "con-2", START, null), null));
        assertThat(one.bodyHash()).isNotEqualTo(other.bodyHash());
    }

    @Test
    void anUpdateNamesItsAppointmentInExactlyOneWay() {
        assertThat(problem(null, update(null, null, null, null))).contains("exactly one");
        assertThat(problem(null, update("apt", "cmd-0", null, null))).contains("exactly one");
        assertThat(problem(null, update("", null, null, null))).contains("appointmentId");
        assertThat(problem(null, update(null, "not an id", null, null))).contains("createCommandId");
        assertThat(problem(null, update(null, "cmd-0", null, null))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"'',con,calendarId", "cal,' ',contactId"})
    void aCreateSaysWhereAndForWhom(String calendarId, String contactId, String named) {
        assertThat(problem(create(calendarId, contactId, START, null), null)).contains(named + " must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "2026-03-02", "2026-03-02T09:30:00", "2026-03-02T09:30:00.000-05:00",
        "2026-02-30T09:30:00-05:00", "1772461800000"})
    void aTimeIsIsoWithAnOffsetAndWithoutFractions(String time) {
        assertThat(problem(create("cal", "con", time, null), null)).startsWith("startTime must be");
        assertThat(problem(create("cal", "con", START, time), null)).startsWith("endTime must be");
        assertThat(problem(null, update("apt", null, time, null))).startsWith("startTime must be");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:30:00-05:00,2026-03-02T09:30:00-05:00,after",
        "2026-03-02T09:30:00-05:00,2026-03-02T09:45:00-04:00,after",
        "2026-03-02T09:30:00-05:00,2026-03-02T15:00:00Z,both end in Z",
        "2026-03-02T14:30:00Z,2026-03-02T15:00:00+00:00,both end in Z"
    })
    void startAndEndFitTogether(String start, String end, String problem) {
        assertThat(problem(create("cal", "con", start, end), null)).contains(problem);
    }

    @Test
    void twoZuluTimesAreFine() {
        assertThat(problem(create("cal", "con", "2026-03-02T14:30:00Z", "2026-03-02T15:00:00Z"), null)).isNull();
    }

    @Test
    void timesTravelUnchanged() {
        CreateAppointment create = create("cal", "con", "2026-03-02T09:30-05:00", null);
        AppointmentCommand read = CommandWire.fromAvro(avro("cmd", create, null));
        assertThat(read).isInstanceOfSatisfying(
                AppointmentCommand.Create.class,
                it -> assertThat(it.details().startTime()).isEqualTo("2026-03-02T09:30-05:00"));
        assertThat(read.id()).isEqualTo(new CommandId("loc", "cmd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ümlaut"})
    void anIdThatCannotStandInAKeyCannotBeAnswered(String id) {
        assertThatThrownBy(() -> CommandWire.fromAvro(avro(id, null, update("apt", null, null, null))))
                .isInstanceOf(UnusableCommand.class)
                .hasMessageStartingWith("commandId must be");
    }

    private static String problem(CreateAppointment create, UpdateAppointment update) {
        return CommandWire.fromAvro(avro("cmd", create, update)) instanceof AppointmentCommand.Malformed malformed
                ? malformed.problem()
                : null;
    }

    private static dev.almanac.schema.AppointmentCommand avro(
            String commandId, CreateAppointment create, UpdateAppointment update) {
        return new dev.almanac.schema.AppointmentCommand(commandId, "loc", Samples.T0, null, create, update);
    }

    private static CreateAppointment create(String calendarId, String contactId, String start, String end) {
        return CreateAppointment.newBuilder()
                .setCalendarId(calendarId).setContactId(contactId).setStartTime(start).setEndTime(end)
                .build();
    }

    private static UpdateAppointment update(String appointmentId, String createCommandId, String start, String end) {
        return UpdateAppointment.newBuilder()
                .setAppointmentId(appointmentId).setCreateCommandId(createCommandId).setStartTime(start).setEndTime(end)
                .build();
    }
}
