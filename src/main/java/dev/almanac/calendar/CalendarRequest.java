package dev.almanac.calendar;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hc.core5.net.URIBuilder;

/// One request before it has a token. Ids are percent-encoded, so none can reach another path or add a parameter.
///
/// @param body JSON, or null
record CalendarRequest(Operation operation, URI uri, byte[] body) {

    static CalendarRequest read(CalendarSettings settings, String appointmentId) {
        return new CalendarRequest(Operation.READ_APPOINTMENT, appointment(settings, appointmentId), null);
    }

    static CalendarRequest update(CalendarSettings settings, String appointmentId, byte[] body) {
        return new CalendarRequest(Operation.UPDATE_APPOINTMENT, appointment(settings, appointmentId), body);
    }

    static CalendarRequest create(CalendarSettings settings, byte[] body) {
        return new CalendarRequest(Operation.CREATE_APPOINTMENT, uri(path(settings, "events", "appointments")), body);
    }

    static CalendarRequest appointments(
            CalendarSettings settings, String locationId, WindowOwner owner, Window window) {
        return new CalendarRequest(Operation.LIST_APPOINTMENTS, list(settings, "events", locationId, owner, window), null);
    }

    static CalendarRequest blockedTime(
            CalendarSettings settings, String locationId, WindowOwner owner, Window window) {
        return new CalendarRequest(
                Operation.LIST_BLOCKED_TIME, list(settings, "blocked-slots", locationId, owner, window), null);
    }

    /// The path ends with a slash.
    static CalendarRequest calendars(CalendarSettings settings, String locationId) {
        return new CalendarRequest(
                Operation.LIST_CALENDARS, uri(path(settings, "").addParameter("locationId", locationId)), null);
    }

    /// Whether an id can be a path segment: an empty one or one of dots would address something else.
    static boolean canBePathSegment(String id) {
        return !id.isBlank() && !id.equals(".") && !id.equals("..");
    }

    private static URI appointment(CalendarSettings settings, String appointmentId) {
        return uri(path(settings, "events", "appointments").appendPathSegments(appointmentId));
    }

    private static URI list(
            CalendarSettings settings, String what, String locationId, WindowOwner owner, Window window) {
        return uri(path(settings, what)
                .addParameter("locationId", locationId)
                .addParameter(parameter(owner.kind()), owner.id())
                .addParameter("startTime", Long.toString(window.from().toEpochMilli()))
                .addParameter("endTime", Long.toString(window.to().toEpochMilli())));
    }

    private static String parameter(WindowOwner.Kind kind) {
        return switch (kind) {
            case CALENDAR -> "calendarId";
            case USER -> "userId";
            case GROUP -> "groupId";
        };
    }

    private static URIBuilder path(CalendarSettings settings, String... segments) {
        return new URIBuilder(settings.baseUrl()).appendPathSegments("calendars").appendPathSegments(segments);
    }

    private static URI uri(URIBuilder builder) {
        try {
            return builder.build();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an encoded address is not one", e);
        }
    }
}
