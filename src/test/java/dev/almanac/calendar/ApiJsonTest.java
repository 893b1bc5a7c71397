package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One quirk of the vendor's JSON per test. Single quotes stand for double ones.
class ApiJsonTest {

    @Test
    void anAppointmentIsReadFromEachEnvelope() throws Exception {
        String row = "{'id':'a','contactId':'c'}";
        for (String answer : List.of("{'appointment':" + row + "}", "{'event':" + row + ",'traceId':'t'}", row)) {
            assertThat(appointment(answer).id()).as(answer).isEqualTo("a");
        }
    }

    @Test
    void aRowWithAllMembersIsReadWhole() throws Exception {
        Appointment read = appointment("""
                {'id':'a','calendarId':'cal','locationId':'loc','contactId':'con','groupId':'g','title':'Call',
                 'appointmentStatus':'confirmed','appoinmentStatus':'confirmed','assignedUserId':'u','users':['u','v'],
                 'address':'Main St','notes':'n','description':'d','isRecurring':true,
                 'rrule':'RRULE:FREQ=DAILY\\nEXDATE:20260825T080000Z','masterEventId':'m',
                 'startTime':'2026-08-25T08:00:00-05:00','endTime':'2026-08-25T08:30:00-05:00',
                 'dateAdded':'2026-08-20T14:02:11.000Z','dateUpdated':'2026-08-20T16:02:11.5+02:00',
                 'assignedResources':['room'],'createdBy':{'userId':'x','source':'booking_widget'},'deleted':false,
                 'statusDetails':{'state':'active'},'traceId':'t'}""");
        assertThat(read).isEqualTo(new Appointment(
                "a", "loc", "cal", "con", "g", "Call", "confirmed", "u", List.of("u", "v"), "Main St", "d", "n", true,
                List.of("RRULE:FREQ=DAILY", "EXDATE:20260825T080000Z"), "m",
                OffsetDateTime.parse("2026-08-25T08:00:00-05:00"), OffsetDateTime.parse("2026-08-25T08:30:00-05:00"),
                Instant.parse("2026-08-20T14:02:11Z"), Instant.parse("2026-08-20T14:02:11.5Z"), List.of("room"),
                new CreatedBy("x", "booking_widget"), false, Map.of("statusDetails", "{\"state\":\"active\"}")));
    }

    @Test
    void onlyTheIdIsNeeded() throws Exception {
        assertThat(appointment("{'id':'a'}")).isEqualTo(new Appointment(
                "a", "asked", null, null, null, null, null, null, List.of(), null, null, null, null, List.of(), null,
                null, null, null, null, List.of(), null, false, Map.of()));
    }

    @Test
    void anEmptyTextIsAbsent() throws Exception {
        Appointment read =
                appointment("{'id':'a','contactId':'c','address':'','groupId':'','startTime':'','notes':''}");
        assertThat(read.address()).isNull();
        assertThat(read.groupId()).isNull();
        assertThat(read.startTime()).isNull();
        assertThat(read.description()).isNull();
    }

    @Test
    void theMisspeltStatusCountsWhereTheOtherIsMissing() throws Exception {
        assertThat(appointment("{'id':'a','appoinmentStatus':'noshow'}").status()).isEqualTo("noshow");
        assertThat(appointment("{'id':'a','appoinmentStatus':'new','appointmentStatus':'showed'}").status())
                .isEqualTo("showed");
    }

    @Test
    void notesAloneAreTheDescription() throws Exception {
        Appointment read = appointment("{'id':'a','contactId':'c','notes':'n'}");
        assertThat(read.description()).isEqualTo("n");
        assertThat(read.notes()).isNull();
    }

    @Test
    void notesThatRepeatTheDescriptionAreDropped() throws Exception {
        assertThat(appointment("{'id':'a','contactId':'c','notes':'n','description':'n'}").notes()).isNull();
    }

    @Test
    void recurrenceRulesComeAsAnArrayToo() throws Exception {
        assertThat(appointment("{'id':'a','rrule':['EXDATE:1','RRULE:FREQ=WEEKLY']}").rrule())
                .containsExactly("EXDATE:1", "RRULE:FREQ=WEEKLY");
    }

    @Test
    void flagsMayBeTexts() throws Exception {
        Appointment read = appointment("{'id':'a','isRecurring':'true','deleted':'true'}");
        assertThat(read.recurring()).isTrue();
        assertThat(read.deleted()).isTrue();
    }

    @Test
    void anEmptyCreatorIsNone() throws Exception {
        assertThat(appointment("{'id':'a','createdBy':{}}").createdBy()).isNull();
    }

    @Test
    void unknownMembersAreKeptAsJsonText() throws Exception {
        Appointment read = appointment("{'id':'a','price':1.50,'x':'y','gone':null,'appoinmentStatus':'new'}");
        assertThat(read.extra()).isEqualTo(Map.of("price", "1.50", "x", "\"y\""));
    }

    @Test
    void everySpellingOfOneInstantIsRead() throws Exception {
        for (String time : List.of(
                "'2026-08-25T08:00:00-05:00'", "'2026-08-25T13:00:00.000Z'", "'2026-08-25T13:00Z'",
                "'2026-08-25T08:00:00-0500'", "1787662800000", "'1787662800000'")) {
            assertThat(appointment("{'id':'a','startTime':" + time + "}").startTime())
                    .as(time)
                    .isEqualTo(OffsetDateTime.parse("2026-08-25T13:00:00Z"));
        }
    }

    @Test
    void theOffsetInWhichATimeWasToldIsKept() throws Exception {
        assertThat(appointment("{'id':'a','startTime':'2026-08-25T08:00:00-05:00'}").startTime().toString())
                .isEqualTo("2026-08-25T08:00-05:00");
    }

    @Test
    void aTimeWithoutAnOffsetIsNotGuessed() {
        for (String time : List.of("'2026-08-25T08:00:00'", "'2026-08-25 08:00:00'", "'soon'", "{}", "true")) {
            assertThatThrownBy(() -> appointment("{'id':'a','startTime':" + time + "}"))
                    .as(time)
                    .isInstanceOf(UnreadableAnswer.class)
                    .hasMessageStartingWith("the appointment: startTime is not a time")
                    .hasMessageNotContaining("soon");
        }
    }

    @Test
    void cancelledAndDeletedRowsAreListed() throws Exception {
        EventList list = events("{'events':[{'id':'a','appointmentStatus':'cancelled'},"
                + "{'id':'b','contactId':'c','deleted':true}],'traceId':'t'}");
        assertThat(list.appointments()).extracting(Appointment::id).containsExactly("a", "b");
        assertThat(list.appointments().get(1).deleted()).isTrue();
    }

    @Test
    void aRowWithoutContactAndStatusIsABlock() throws Exception {
        EventList list = events("{'events':[{'id':'a','contactId':'','title':'t'},{'id':'b','contactId':'c'}]}");
        assertThat(list.blockedTimes()).extracting(BlockedTime::id).containsExactly("a");
        assertThat(list.appointments()).extracting(Appointment::id).containsExactly("b");
    }

    @Test
    void anEmptyArrayIsAWholeListAndAnEmptyObjectIsNone() throws Exception {
        assertThat(events("{'events':[]}").appointments()).isEmpty();
        for (String answer : List.of("{}", "{'events':null}", "{'events':{}}", "{'blockedSlots':[]}")) {
            assertThatThrownBy(() -> events(answer)).as(answer).isInstanceOf(UnreadableAnswer.class);
            assertThatThrownBy(() -> blockedTimes(answer)).as(answer).isInstanceOf(UnreadableAnswer.class);
        }
    }

    @Test
    void oneUnreadableRowSpoilsTheList() {
        for (String row : List.of("{'title':'Secret'}", "{'id':'Secret','endTime':'x'}", "'Secret'", "null")) {
            String answer = "{'events':[{'id':'a','contactId':'c'}," + row + "]}";
            assertThatThrownBy(() -> events(answer))
                    .as(row)
                    .isInstanceOf(UnreadableAnswer.class)
                    .hasMessageStartingWith("row 1")
                    .hasMessageNotContaining("Secret");
            assertThatThrownBy(() -> blockedTimes(answer)).as(row).isInstanceOf(UnreadableAnswer.class);
        }
    }

    @Test
    void aBlockIsReadWholeButForItsInvitation() throws Exception {
        List<BlockedTime> blocks = blockedTimes("""
                {'events':[{'id':'k_1783947600000_3600','masterEventId':'k','title':'Training','assignedUserId':'u',
                 'startTime':'2026-07-13T09:00:00-04:00','endTime':'2026-07-13T10:00:00-04:00','isRecurring':true,
                 'rrule':['EXDATE:1','RRULE:FREQ=WEEKLY'],'createdBy':{'source':'google_calendar'},'deleted':false,
                 'notes':'passcode','address':'https://meet','description':'passcode','busy':true}]}""");
        assertThat(blocks).containsExactly(new BlockedTime(
                "k_1783947600000_3600", "asked", null, "u", "Training", true, List.of("EXDATE:1", "RRULE:FREQ=WEEKLY"),
                "k", OffsetDateTime.parse("2026-07-13T09:00:00-04:00"),
                OffsetDateTime.parse("2026-07-13T10:00:00-04:00"), null, null, new CreatedBy(null, "google_calendar"),
                false, Map.of("busy", "true")));
    }

    @Test
    void theInvitationOfABlockIsDroppedWhereverABlockAppears() throws Exception {
        String row = "{'id':'k','notes':'passcode','address':'passcode','description':'passcode'}";
        assertThat(events("{'events':[" + row + "]}").blockedTimes().getFirst().extra()).isEmpty();
        Appointment read = appointment("{'appointment':" + row + "}");
        assertThat(read.address()).isNull();
        assertThat(read.description()).isNull();
    }

    @Test
    void ofAWritesAnswerTheIdIsEnough() throws Exception {
        assertThat(ApiJson.writtenId(object("{'id':'a','status':'booked','appoinmentStatus':'confirmed'}")))
                .isEqualTo("a");
        assertThatThrownBy(() -> ApiJson.writtenId(object("{'id':'','success':true}")))
                .isInstanceOf(UnreadableAnswer.class);
    }

    @Test
    void onlyOneWholeObjectIsAnAnswer() throws Exception {
        for (String body : List.of("", " ", "<html></html>", "[]", "'text'", "{'id':'a'", "{} {}", "null")) {
            assertThat(ApiJson.object(json(body))).as(body).isEmpty();
            assertThatThrownBy(() -> appointment(body)).as(body).hasMessage("not a JSON object");
            assertThatThrownBy(() -> events(body)).as(body).hasMessage("not a JSON object");
        }
        String list = "{'events':[{'id':'a'},{'id':'b'}],'traceId':'t'}";
        assertThat(events(list).blockedTimes()).hasSize(2);
        for (int end = 0; end < list.length(); end++) {
            String cut = list.substring(0, end);
            assertThatThrownBy(() -> events(cut)).as(cut).hasMessage("not a JSON object");
        }
        for (String more : List.of("{}", "]", "x", ",")) {
            assertThatThrownBy(() -> events(list + more)).as(more).hasMessage("not a JSON object");
        }
    }

    @Test
    void aListIsThereOnce() {
        assertThatThrownBy(() -> events("{'events':[{'id':'a'}],'events':[]}"))
                .isInstanceOf(UnreadableAnswer.class).hasMessage("the list has events twice");
    }

    @Test
    void whatStandsBesideTheRowsIsReadToo() throws Exception {
        AnswerBody body = object("{'a':{'events':[1]},'events':[{'id':'a'}],'traceId':'t'}");
        assertThat(ApiJson.events(body, "asked").blockedTimes()).hasSize(1);
        assertThat(body.traceId()).isEqualTo("t");
    }

    @Test
    void privateTextsStayOutOfLogs() throws Exception {
        String row = "{'id':'a','contactId':'c','title':'Secret','notes':'Secret','address':'Secret','x':'Secret'}";
        assertThat(appointment(row).toString()).doesNotContain("Secret");
        assertThat(events("{'events':[" + row + ",{'id':'b','title':'Secret'}]}").toString()).doesNotContain("Secret");
    }

    private static Appointment appointment(String answer) throws UnreadableAnswer {
        return ApiJson.appointment(object(answer), "asked");
    }

    private static EventList events(String answer) throws UnreadableAnswer {
        return ApiJson.events(object(answer), "asked");
    }

    private static List<BlockedTime> blockedTimes(String answer) throws UnreadableAnswer {
        return ApiJson.blockedTimes(object(answer), "asked");
    }

    private static AnswerBody object(String answer) {
        return new AnswerBody(json(answer));
    }

    private static byte[] json(String answer) {
        return answer.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
