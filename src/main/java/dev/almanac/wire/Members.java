package dev.almanac.wire;

import dev.almanac.calendar.AppointmentDetails;
import java.util.SortedMap;

/// The members of one half (`create` or `update`) of a malformed command's body, where each stands as `half.member` and
/// the half's own name says that it was there at all.
record Members(String half, SortedMap<String, Object> body) {
    static Members under(String half, SortedMap<String, Object> body) {
        return new Members(half, body);
    }

    static void put(SortedMap<String, Object> body, String half, AppointmentDetails details) {
        body.put(half, "given");
        details.given().forEach((name, value) -> body.put(half + "." + name, value));
    }

    String text(String name) {
        return (String) body.get(half + "." + name);
    }

    private Boolean flag(String name) {
        return (Boolean) body.get(half + "." + name);
    }

    AppointmentDetails details() {
        return new AppointmentDetails(
                text("calendarId"), text("startTime"), text("endTime"), text("title"), text("description"),
                text("address"), text("appointmentStatus"), text("assignedUserId"), text("meetingLocationType"),
                text("meetingLocationId"), flag("overrideLocationConfig"), flag("ignoreDateRange"), flag("toNotify"),
                flag("ignoreFreeSlotValidation"), text("rrule"));
    }
}
