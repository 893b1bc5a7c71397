package dev.almanac.calendar;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The members that a create and an update have in common. Null: not given; in an update, "leave as it is".
///
/// Times are text, because the API recognises its own slots by their text: they travel unchanged from the sender.
///
/// @param startTime ISO-8601 with a numeric offset and no fractions of a second
/// @param endTime   in the same form
public record AppointmentDetails(
        String calendarId,
        String startTime,
        String endTime,
        String title,
        String description,
        String address,
        String appointmentStatus,
        String assignedUserId,
        String meetingLocationType,
        String meetingLocationId,
        Boolean overrideLocationConfig,
        Boolean ignoreDateRange,
        Boolean toNotify,
        Boolean ignoreFreeSlotValidation,
        String rrule) {

    /// The given members under the names that the API uses, in the order of their names.
    public SortedMap<String, Object> given() {
        SortedMap<String, Object> members = new TreeMap<>();
        put(members, "calendarId", calendarId);
        put(members, "startTime", startTime);
        put(members, "endTime", endTime);
        put(members, "title", title);
        put(members, "description", description);
        put(members, "address", address);
        put(members, "appointmentStatus", appointmentStatus);
        put(members, "assignedUserId", assignedUserId);
        put(members, "meetingLocationType", meetingLocationType);
        put(members, "meetingLocationId", meetingLocationId);
        put(members, "overrideLocationConfig", overrideLocationConfig);
        put(members, "ignoreDateRange", ignoreDateRange);
        put(members, "toNotify", toNotify);
        put(members, "ignoreFreeSlotValidation", ignoreFreeSlotValidation);
        put(members, "rrule", rrule);
        return members;
    }

    public AppointmentDetails withDescription(String text) {
        return new AppointmentDetails(
                calendarId, startTime, endTime, title, text, address, appointmentStatus, assignedUserId,
                meetingLocationType, meetingLocationId, overrideLocationConfig, ignoreDateRange, toNotify,
                ignoreFreeSlotValidation, rrule);
    }

    public AppointmentDetails withStatus(String status) {
        return new AppointmentDetails(
                calendarId, startTime, endTime, title, description, address, status, assignedUserId,
                meetingLocationType, meetingLocationId, overrideLocationConfig, ignoreDateRange, toNotify,
                ignoreFreeSlotValidation, rrule);
    }

    /// Without the slot check, which would test an appointment against the slot it holds itself. The API wants the
    /// user named when the check is waived.
    public AppointmentDetails withoutSlotCheck(String userId) {
        return new AppointmentDetails(
                calendarId, startTime, endTime, title, description, address, appointmentStatus, userId,
                meetingLocationType, meetingLocationId, overrideLocationConfig, ignoreDateRange, toNotify, true,
                rrule);
    }

    /// Kept out of logs on purpose: tells which members are given, not what they say.
    @Override
    public String toString() {
        return "AppointmentDetails" + given().keySet();
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
