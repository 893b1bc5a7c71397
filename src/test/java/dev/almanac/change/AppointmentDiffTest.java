package dev.almanac.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.CreatedBy;
import dev.almanac.change.AppointmentChange.Kind;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AppointmentDiffTest {
    private static final Appointment BEFORE = AnAppointment.of("a").description("text").build();
    private static final Appointment FULL = new Appointment(
            "a", "loc", "c", "p", "g", "t", "s", "u", List.of("v"), "street", "d", "n", true, List.of("r"), "m",
            OffsetDateTime.parse("2026-03-02T10:00:00Z"), OffsetDateTime.parse("2026-03-02T11:00:00Z"), Instant.EPOCH,
            Instant.EPOCH, List.of("room"), new CreatedBy("u", "s"), true, Map.of("x", "1"));
    private static final Appointment EMPTY = new Appointment(
            "a", "loc", null, null, null, null, null, null, List.of(), null, null, null, null, List.of(), null, null,
            null,
            null, null, List.of(), null, false, Map.of());

    @Test
    void everyMemberButIdsAndUnknownOnesCounts() {
        Set<String> members = Arrays.stream(Appointment.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> Map.of("status", "appointmentStatus", "recurring", "isRecurring").getOrDefault(name, name))
                .filter(name -> !Set.of("id", "locationId", "extra").contains(name))
                .collect(Collectors.toSet());

        assertThat(AppointmentDiff.changedFields(EMPTY, FULL)).containsExactlyInAnyOrderElementsOf(members);
        assertThat(AppointmentDiff.changedFields(FULL, FULL)).isEmpty();
        assertThat(AppointmentDiff.comparable(FULL)).hasSize(members.size()).doesNotContainNull();
    }

    @Test
    void whatIsLeftOutIsTakenFromBeforeButForTheUser() {
        Appointment filled = AppointmentDiff.filledFrom(FULL, EMPTY);

        assertThat(AppointmentDiff.changedFields(FULL, filled)).containsExactly("assignedUserId", "deleted");
        assertThat(AppointmentDiff.leavesOut(FULL, EMPTY)).isTrue();
        assertThat(AppointmentDiff.leavesOut(EMPTY, FULL)).isFalse();
        assertThat(AppointmentDiff.leavesOut(BEFORE, AnAppointment.of("a").description("other").build())).isFalse();
        assertThat(AppointmentDiff.leavesOut(BEFORE, AnAppointment.of("a").build())).isTrue();
    }

    @Test
    void theSameInstantInAnotherOffsetIsNoChangeWhileNothingElseTellsOfOne() {
        Appointment elsewhere = AnAppointment.of("a").description("text").from("2026-03-02T05:00:00-05:00").build();

        assertThat(AppointmentDiff.filledFrom(BEFORE, elsewhere)).isEqualTo(BEFORE);
        assertThat(kind(elsewhere)).isEqualTo(Kind.EDITED);
    }

    @Test
    void theMostTellingNameIsGiven() {
        assertThat(kind(AnAppointment.of("a").from("2026-03-03T10:00:00Z").status("cancelled").build()))
                .isEqualTo(Kind.RESCHEDULED);
        assertThat(kind(AnAppointment.of("a").status("cancelled").calendarId("other").build()))
                .isEqualTo(Kind.STATUS_CHANGED);
        assertThat(kind(AnAppointment.of("a").calendarId("other").title("new").build())).isEqualTo(Kind.REASSIGNED);
        assertThat(kind(AnAppointment.of("a").assignedUserId(null).build())).isEqualTo(Kind.REASSIGNED);
        assertThat(kind(AnAppointment.of("a").title("new").build())).isEqualTo(Kind.EDITED);
    }

    private static Kind kind(Appointment after) {
        return AppointmentDiff.kind(BEFORE, after, AppointmentDiff.changedFields(BEFORE, after));
    }
}
