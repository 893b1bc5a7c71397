package dev.almanac.wire;

import dev.almanac.command.CommandId;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/// What a command must say that its schema cannot demand. Only what makes a call senseless is checked; whether a
/// status, a calendar or a time is acceptable is the vendor's to decide.
///
/// Journaled commands pass here again at each restart: a stricter check would turn accepted commands malformed.
final class CommandCheck {
    private CommandCheck() {}

    /// What is wrong, in words for the sender; null if nothing is.
    static String problem(CreateAppointment create, UpdateAppointment update) {
        if ((create == null) == (update == null)) {
            return "exactly one of create and update must be set, not " + (create == null ? "neither" : "both");
        }
        return create != null ? problem(create) : problem(update);
    }

    private static String problem(CreateAppointment create) {
        if (create.getCalendarId().isBlank()) {
            return "calendarId must not be empty";
        }
        if (create.getContactId().isBlank()) {
            return "contactId must not be empty";
        }
        return problem(create.getStartTime(), create.getEndTime());
    }

    private static String problem(UpdateAppointment update) {
        String appointment = update.getAppointmentId();
        String create = update.getCreateCommandId();
        if ((appointment == null) == (create == null)) {
            return "an update must name its appointment by exactly one of appointmentId and createCommandId";
        }
        if (appointment != null && appointment.isBlank()) {
            return "appointmentId must not be empty";
        }
        if (create != null && !CommandId.isUsable(create)) {
            return "createCommandId is not an id that a command can have";
        }
        return problem(update.getStartTime(), update.getEndTime());
    }

    private static String problem(String start, String end) {
        if (start != null && !isTime(start)) {
            return notATime("startTime");
        }
        if (end != null && !isTime(end)) {
            return notATime("endTime");
        }
        if (start == null || end == null) {
            return null;
        }
        if (!OffsetDateTime.parse(end).isAfter(OffsetDateTime.parse(start))) {
            return "endTime must be after startTime";
        }
        // Seen by integrators: the API answers such a pair with a bare 400.
        return isZulu(start) != isZulu(end)
                ? "startTime and endTime must both end in Z or both in a numeric offset" : null;
    }

    // Fractions of a second were seen to be answered by a bare 400, too.
    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return text.indexOf('.') < 0 && text.indexOf(',') < 0;
        } catch (DateTimeParseException other) {
            return false;
        }
    }

    private static boolean isZulu(String time) {
        return time.toUpperCase(Locale.ROOT).endsWith("Z");
    }

    private static String notATime(String name) {
        return name
                + " must be an ISO-8601 time with an offset and without fractions, such as 2026-03-02T09:30:00-05:00";
    }
}
