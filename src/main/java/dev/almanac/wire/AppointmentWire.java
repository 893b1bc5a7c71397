package dev.almanac.wire;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.AppointmentRow;

/// Rows of appointments.
final class AppointmentWire {
    static final Mapping<dev.almanac.schema.Appointment, AppointmentRow> MAPPING = new Mapping<>(
            dev.almanac.schema.Appointment.class,
            dev.almanac.schema.Appointment.SCHEMA$,
            AppointmentWire::toAvro,
            AppointmentWire::fromAvro);

    private AppointmentWire() {}

    static dev.almanac.schema.Appointment toAvro(AppointmentRow row) {
        Appointment it = row.appointment();
        return new dev.almanac.schema.Appointment(
                it.id(),
                it.locationId(),
                row.sequence(),
                it.calendarId(),
                it.contactId(),
                it.groupId(),
                it.title(),
                it.status(),
                it.assignedUserId(),
                it.users(),
                it.address(),
                it.description(),
                it.notes(),
                it.recurring(),
                it.rrule(),
                it.masterEventId(),
                OffsetTimes.instant(it.startTime()),
                OffsetTimes.offset(it.startTime()),
                OffsetTimes.instant(it.endTime()),
                OffsetTimes.offset(it.endTime()),
                it.dateAdded(),
                it.dateUpdated(),
                it.assignedResources(),
                CreatedByWire.toAvro(it.createdBy()),
                it.deleted(),
                it.extra(),
                row.statusSince(),
                row.createCommandId(),
                row.firstSeenAt(),
                row.fetchedAt(),
                row.inWindow(),
                row.removed());
    }

    static AppointmentRow fromAvro(dev.almanac.schema.Appointment avro) {
        return new AppointmentRow(
                appointment(avro),
                avro.getSequence(),
                avro.getStatusSince() == null ? avro.getFetchedAt() : avro.getStatusSince(),
                avro.getCreateCommandId(),
                avro.getFirstSeenAt(),
                avro.getFetchedAt(),
                avro.getInWindow(),
                avro.getRemoved());
    }

    private static Appointment appointment(dev.almanac.schema.Appointment avro) {
        return new Appointment(
                avro.getAppointmentId(),
                avro.getLocationId(),
                avro.getCalendarId(),
                avro.getContactId(),
                avro.getGroupId(),
                avro.getTitle(),
                avro.getAppointmentStatus(),
                avro.getAssignedUserId(),
                avro.getUsers(),
                avro.getAddress(),
                avro.getDescription(),
                avro.getNotes(),
                avro.getIsRecurring(),
                avro.getRrule(),
                avro.getMasterEventId(),
                OffsetTimes.of(avro.getStartTime(), avro.getStartOffset()),
                OffsetTimes.of(avro.getEndTime(), avro.getEndOffset()),
                avro.getDateAdded(),
                avro.getDateUpdated(),
                avro.getAssignedResources(),
                CreatedByWire.fromAvro(avro.getCreatedBy()),
                avro.getDeleted(),
                avro.getExtra());
    }
}
