package dev.almanac.live;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.AppointmentChange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/// What is told of a change to those who look on: what happened to which appointment and when, by ids. No text that somebody
/// wrote is in it; the topic has all of it for those who need it.
///
/// @param statusBefore null at first sight, like `startBefore`
/// @param seenAt       when the answer that told it had been read
/// @param commandId    the command of ours that caused it, or null
public record ChangeNote(
        String locationId,
        String appointmentId,
        long sequence,
        String kind,
        List<String> changedFields,
        String calendarId,
        String userId,
        String contactId,
        String status,
        String statusBefore,
        Instant start,
        Instant startBefore,
        Instant end,
        Instant seenAt,
        String commandId) {

    public ChangeNote {
        requireNonNull(locationId, "locationId");
        requireNonNull(appointmentId, "appointmentId");
        requireNonNull(kind, "kind");
        changedFields = List.copyOf(changedFields);
        requireNonNull(seenAt, "seenAt");
    }

    static ChangeNote of(AppointmentChange change) {
        Appointment after = change.after().appointment();
        Appointment before = change.before() == null ? null : change.before().appointment();
        return new ChangeNote(
                after.locationId(),
                after.id(),
                change.after().sequence(),
                change.kind().name(),
                change.changedFields(),
                after.calendarId(),
                after.assignedUserId(),
                after.contactId(),
                after.status(),
                before == null ? null : before.status(),
                instant(after.startTime()),
                before == null ? null : instant(before.startTime()),
                instant(after.endTime()),
                change.after().fetchedAt(),
                change.commandId());
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
