package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.change.AppointmentRow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// An appointment as the figures see it. It belongs to its primary owner alone: counting secondary owners would make
/// the location's sums exceed what took place.
record Booking(
        String id,
        String locationId,
        String calendarId,
        String userId,
        String contactId,
        AppointmentStatus status,
        Instant statusSince,
        Instant start,
        Instant end)
        implements Entry {

    Booking {
        requireNonNull(id, "id");
        requireNonNull(locationId, "locationId");
        requireNonNull(status, "status");
        requireNonNull(statusSince, "statusSince");
        statusSince = statusSince.truncatedTo(ChronoUnit.MILLIS);
        start = start.truncatedTo(ChronoUnit.MILLIS);
        end = end == null || end.isBefore(start) ? start : end.truncatedTo(ChronoUnit.MILLIS);
    }

    /// None where the row does not count: removed, deleted by the vendor, or without a start.
    static Optional<Booking> of(AppointmentRow row) {
        Appointment appointment = row.appointment();
        if (row.removed() || appointment.deleted() || appointment.startTime() == null) {
            return Optional.empty();
        }
        return Optional.of(new Booking(
                appointment.id(),
                appointment.locationId(),
                appointment.calendarId(),
                appointment.assignedUserId(),
                appointment.contactId(),
                appointment.knownStatus(),
                row.statusSince(),
                appointment.startTime().toInstant(),
                appointment.endTime() == null ? null : appointment.endTime().toInstant()));
    }

    @Override
    public Kind kind() {
        return Kind.BOOKING;
    }

    /// New or confirmed: whether it took place is still to be told.
    boolean open() {
        return status == AppointmentStatus.NEW || status == AppointmentStatus.CONFIRMED;
    }

    boolean endedBy(Instant asOf) {
        return !end.isAfter(asOf);
    }

    /// Whether a cancelled one was cancelled less than `notice` before its start, or after it.
    boolean late(Duration notice) {
        return start.minus(notice).isBefore(statusSince);
    }

    @Override
    public Intervals time() {
        return switch (status) {
            case CANCELLED, INVALID -> Intervals.NONE;
            case NEW, CONFIRMED, SHOWED, NO_SHOW, UNKNOWN -> Intervals.between(start, end);
        };
    }
}
