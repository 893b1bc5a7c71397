package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A stretch of time in which a user or a calendar cannot be booked, as the calendar API tells it.
///
/// Single values may be null as in [Appointment]. `calendarId` is null for a user's own block, such as one synced from
/// another calendar. Notes and addresses are dropped: on synced blocks they are other people's invitations.
public record BlockedTime(
        String id,
        String locationId,
        String calendarId,
        String assignedUserId,
        String title,
        Boolean recurring,
        List<String> rrule,
        String masterEventId,
        OffsetDateTime startTime,
        OffsetDateTime endTime,
        Instant dateAdded,
        Instant dateUpdated,
        CreatedBy createdBy,
        boolean deleted,
        Map<String, String> extra) {

    public BlockedTime {
        requireNonNull(id, "id");
        requireNonNull(locationId, "locationId");
        rrule = List.copyOf(rrule);
        extra = Map.copyOf(extra);
    }

    /// Whose lists may show it.
    public List<WindowOwner> owners() {
        List<WindowOwner> owners = new ArrayList<>();
        if (calendarId != null) {
            owners.add(new WindowOwner(WindowOwner.Kind.CALENDAR, calendarId));
        }
        if (assignedUserId != null) {
            owners.add(new WindowOwner(WindowOwner.Kind.USER, assignedUserId));
        }
        return owners;
    }

    /// Whether it lies in a window; without a start it lies in none.
    public boolean overlaps(Window window) {
        return window.overlaps(startTime, endTime);
    }

    /// Kept out of logs on purpose: the title of a synced block is private.
    @Override
    public String toString() {
        return "BlockedTime[" + id + " in " + locationId + ", " + startTime + "]";
    }
}
