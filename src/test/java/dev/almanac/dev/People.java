package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What people do in the calendar itself, past Almanac and past the API: no tokens, no rate limit, no slot check. The
/// ledger tells their changes by a missing `traceId`. All methods take the id of the appointment or block and throw
/// [IllegalArgumentException] if there is none.
public final class People {
    private final SimulatedCalendar calendar;

    People(SimulatedCalendar calendar) {
        this.calendar = calendar;
    }

    /// Books a slot of the calendar's own length.
    ///
    /// @param userId null: nobody is assigned
    public StoredEvent book(String locationId, String calendarId, String userId, String contactId, Instant start) {
        return book(locationId, calendarId, userId, contactId, start, Map.of());
    }

    /// Books with other members than usual, such as what has become of a booking of long ago.
    StoredEvent book(
            String locationId,
            String calendarId,
            String userId,
            String contactId,
            Instant start,
            Map<String, Object> otherMembers) {
        VendorLocation location = calendar.location(locationId);
        VendorCalendar booked = Bookings.calendar(location, calendarId);
        Map<String, Object> members = times(location, start, start.plus(booked.slotDuration()));
        members.put("locationId", locationId);
        members.put("calendarId", calendarId);
        members.put("contactId", contactId);
        members.put("title", booked.name());
        members.put("appointmentStatus", booked.autoConfirm() ? "confirmed" : "new");
        members.put("createdBy", Map.of("source", "booking_widget"));
        if (userId != null) {
            members.put("assignedUserId", userId);
            members.put("users", List.of(userId));
        }
        members.putAll(otherMembers);
        return calendar.insert(StoredEvent.Kind.APPOINTMENT, members);
    }

    /// Moves it to another start and keeps its length.
    public StoredEvent reschedule(String eventId, Instant start) {
        StoredEvent row = calendar.row(eventId);
        Duration length = Duration.between(row.startsAt(), row.endsAt());
        Map<String, Object> changes = times(calendar.location(row.locationId()), start, start.plus(length));
        changes.put("rescheduledAt", StoredEvent.stamp(calendar.time().instant()));
        return calendar.change(eventId, changes);
    }

    public StoredEvent reassign(String eventId, String userId) {
        return calendar.change(eventId, Map.of("assignedUserId", userId, "users", List.of(userId)));
    }

    /// Adds a secondary owner.
    public StoredEvent addUser(String eventId, String userId) {
        List<Object> users = new ArrayList<>(calendar.row(eventId).users());
        users.add(userId);
        return calendar.change(eventId, Map.of("users", List.copyOf(users)));
    }

    public StoredEvent moveToCalendar(String eventId, String calendarId) {
        return calendar.change(eventId, Map.of("calendarId", calendarId));
    }

    public StoredEvent cancel(String eventId) {
        return mark(eventId, "cancelled");
    }

    public StoredEvent markShowed(String eventId) {
        return mark(eventId, "showed");
    }

    public StoredEvent markNoShow(String eventId) {
        return mark(eventId, "noshow");
    }

    /// Sets any stored status, also one that no API request could set.
    public StoredEvent mark(String eventId, String status) {
        return calendar.change(eventId, Map.of("appointmentStatus", status));
    }

    /// Changes a text such as `title`, `description` or `address`; null takes it away.
    public StoredEvent edit(String eventId, String member, String text) {
        Map<String, Object> change = new HashMap<>();
        change.put(member, text);
        return calendar.change(eventId, change);
    }

    public StoredEvent delete(String eventId) {
        return calendar.change(eventId, Map.of("deleted", true));
    }

    /// Takes a deletion back.
    public StoredEvent restore(String eventId) {
        return edit(eventId, "deleted", null);
    }

    /// Blocks time of a user (`calendarId` null) or of a calendar (`userId` null).
    public StoredEvent block(
            String locationId, String calendarId, String userId, Instant start, Instant end, String title) {
        Map<String, Object> members = times(calendar.location(locationId), start, end);
        members.put("locationId", locationId);
        members.put("title", title);
        putIfGiven(members, "calendarId", calendarId);
        putIfGiven(members, "assignedUserId", userId);
        return calendar.insert(StoredEvent.Kind.BLOCK, members);
    }

    /// A user's event elsewhere that is synced as busy.
    ///
    /// @param rrule recurrence, or null
    public StoredEvent syncBusy(
            String locationId, String userId, Instant start, Instant end, String title, String rrule) {
        Map<String, Object> members = times(calendar.location(locationId), start, end);
        members.put("locationId", locationId);
        members.put("title", title);
        members.put("assignedUserId", userId);
        members.put("createdBy", Map.of("source", "google_calendar"));
        members.put("isRecurring", rrule != null);
        putIfGiven(members, "rrule", rrule);
        return calendar.insert(StoredEvent.Kind.SYNCED_BLOCK, members);
    }

    public StoredEvent unblock(String eventId) {
        return delete(eventId);
    }

    private static Map<String, Object> times(VendorLocation location, Instant start, Instant end) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("startTime", StoredEvent.wallClock(start, location.zone()));
        members.put("endTime", StoredEvent.wallClock(end, location.zone()));
        return members;
    }

    private static void putIfGiven(Map<String, Object> members, String name, String value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
