package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import java.time.Instant;

/// An appointment as last seen, with what Almanac adds: a row of the topic `appointments`.
///
/// @param sequence        1 for the first row, one more for each change
/// @param statusSince     since when it has its status, by the vendor's `dateUpdated` or else our `fetchedAt`
/// @param createCommandId the command that created it, or null
/// @param fetchedAt       when the answer that this row came from had been read
/// @param inWindow        whether it lay within the polled windows when the row was written
/// @param removed         gone from the calendar; the appointment then is its last known state
public record AppointmentRow(
        Appointment appointment,
        long sequence,
        Instant statusSince,
        String createCommandId,
        Instant firstSeenAt,
        Instant fetchedAt,
        boolean inWindow,
        boolean removed) {

    public AppointmentRow {
        requireNonNull(appointment, "appointment");
        requireNonNull(statusSince, "statusSince");
        requireNonNull(firstSeenAt, "firstSeenAt");
        requireNonNull(fetchedAt, "fetchedAt");
    }

    public String id() {
        return appointment.id();
    }

    public String locationId() {
        return appointment.locationId();
    }

    /// The same appointment, gone.
    AppointmentRow removedAt(Instant at) {
        return new AppointmentRow(
                appointment, sequence + 1, statusSince, createCommandId, firstSeenAt, at, inWindow, true);
    }

    /// Whether a reading tells nothing: it was begun before this row was fetched, and is not of a newer version.
    boolean outdates(Appointment seen, Instant begunAt) {
        boolean begunBefore = begunAt.isBefore(fetchedAt);
        boolean overtaken = begunBefore && !AppointmentDiff.isNewer(seen, appointment);
        return removed ? begunBefore : overtaken || AppointmentDiff.isNewer(appointment, seen);
    }

    boolean isOverSince(Instant before) {
        return Retention.isOver(removed, appointment.startTime(), appointment.endTime(), fetchedAt, before);
    }
}
