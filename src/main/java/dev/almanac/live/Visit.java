package dev.almanac.live;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.change.AppointmentRow;
import java.time.Instant;
import java.util.Optional;

/// What is kept of an appointment: who, when and how it turned out, by ids. No title, no notes, no address, no link: none of them
/// is needed to find it in the calendar.
///
/// @param statusText as the vendor spells it, may be null
public record Visit(
        String id,
        String locationId,
        String calendarId,
        String userId,
        String contactId,
        Instant start,
        Instant end,
        String statusText) {

    public Visit {
        requireNonNull(id, "id");
        requireNonNull(locationId, "locationId");
        requireNonNull(start, "start");
        end = end == null || end.isBefore(start) ? start : end;
    }

    /// None where the row does not count in the figures either: removed, deleted by the vendor, or without a start.
    static Optional<Visit> of(AppointmentRow row) {
        Appointment appointment = row.appointment();
        if (row.removed() || appointment.deleted() || appointment.startTime() == null) {
            return Optional.empty();
        }
        return Optional.of(new Visit(
                appointment.id(),
                appointment.locationId(),
                appointment.calendarId(),
                appointment.assignedUserId(),
                appointment.contactId(),
                appointment.startTime().toInstant(),
                appointment.endTime() == null ? null : appointment.endTime().toInstant(),
                appointment.status()));
    }

    AppointmentStatus status() {
        return AppointmentStatus.of(statusText);
    }

    /// Over, and nobody has said how it turned out; by the same rule as in the figures.
    boolean isUnmarked(Instant now) {
        AppointmentStatus status = status();
        return (status == AppointmentStatus.NEW || status == AppointmentStatus.CONFIRMED) && !end.isAfter(now);
    }
}
