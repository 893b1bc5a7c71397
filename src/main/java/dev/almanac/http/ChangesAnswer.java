package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.live.ChangeNote;
import java.time.Instant;
import java.util.List;

/// The JSON of `GET /changes`: the last changes, the newest first.
record ChangesAnswer(@JsonInclude List<Change> changes) {
    /// What happened to an appointment, by ids. Times are ISO 8601 in UTC; what is not known is null.
    ///
    /// @param sequence      counts the changes of this appointment
    /// @param kind          `SNAPSHOT`, `APPEARED`, `RESCHEDULED`, `STATUS_CHANGED`, `REASSIGNED`, `EDITED`, `REMOVED`, or one to come
    /// @param changedFields names of members of the appointment, never what is in them
    /// @param seenAt        when Almanac had read it
    /// @param commandId     the command that caused it; null: somebody else did
    @JsonInclude
    record Change(
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
            String startTime,
            String startTimeBefore,
            String endTime,
            String seenAt,
            String commandId) {}

    static Change change(ChangeNote note) {
        return new Change(
                note.locationId(),
                note.appointmentId(),
                note.sequence(),
                note.kind(),
                note.changedFields(),
                note.calendarId(),
                note.userId(),
                note.contactId(),
                note.status(),
                note.statusBefore(),
                text(note.start()),
                text(note.startBefore()),
                text(note.end()),
                text(note.seenAt()),
                note.commandId());
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
