package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/// An appointment as the calendar API tells it, with the spellings and envelopes of its answers made one.
///
/// Only `id` and `locationId` are always there. Any other single value is null where the answer left it out or sent an
/// empty text, because the API omits members that its own description requires; lists and maps are empty instead.
///
/// @param description what the API returns as `description` or, in lists, as `notes`
/// @param notes       `notes`, only where an answer carried a `description` too and the two differ
/// @param startTime   with the offset in which it was told: the calendar's wall clock
/// @param rrule       recurrence lines; the API sends one string or an array
/// @param extra       members this client does not know, by name, each as JSON text
public record Appointment(
        String id,
        String locationId,
        String calendarId,
        String contactId,
        String groupId,
        String title,
        String status,
        String assignedUserId,
        List<String> users,
        String address,
        String description,
        String notes,
        Boolean recurring,
        List<String> rrule,
        String masterEventId,
        OffsetDateTime startTime,
        OffsetDateTime endTime,
        Instant dateAdded,
        Instant dateUpdated,
        List<String> assignedResources,
        CreatedBy createdBy,
        boolean deleted,
        Map<String, String> extra) {

    public Appointment {
        requireNonNull(id, "id");
        requireNonNull(locationId, "locationId");
        users = List.copyOf(users);
        rrule = List.copyOf(rrule);
        assignedResources = List.copyOf(assignedResources);
        extra = Map.copyOf(extra);
    }

    /// The id of the series for an instance of one, otherwise the appointment's own id: one series shares one lane.
    public String seriesId() {
        return masterEventId != null ? masterEventId : InstanceId.seriesOf(id);
    }

    /// Whether it stands for a whole series instead of one meeting.
    public boolean isSeries() {
        return masterEventId == null && !rrule.isEmpty() && id.equals(InstanceId.seriesOf(id));
    }

    /// The status as one of the known kinds.
    public AppointmentStatus knownStatus() {
        return AppointmentStatus.of(status);
    }

    /// Whether a list of this owner should show it.
    public boolean isOf(WindowOwner owner) {
        return owner.id().equals(switch (owner.kind()) {
            case CALENDAR -> calendarId;
            case USER -> assignedUserId;
            case GROUP -> groupId;
        });
    }

    /// Whether it lies in a window; without a start it lies in none.
    public boolean overlaps(Window window) {
        return window.overlaps(startTime, endTime);
    }

    /// Kept out of logs on purpose: names the appointment, never its texts or links.
    @Override
    public String toString() {
        return "Appointment[" + id + " in " + locationId + ", " + status + ", " + startTime + "]";
    }
}
