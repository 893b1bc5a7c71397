package dev.almanac.shard;

import dev.almanac.calendar.Request;
import java.util.Locale;

/// What a request asks the vendor to do, as metrics and people name it.
public enum Operation {
    READ_APPOINTMENT,
    LIST_APPOINTMENTS,
    LIST_BLOCKED_TIME,
    LIST_CALENDARS,
    CREATE_APPOINTMENT,
    UPDATE_APPOINTMENT;

    static Operation of(Request request) {
        return switch (request) {
            case Request.ReadAppointment _ -> READ_APPOINTMENT;
            case Request.ListAppointments _ -> LIST_APPOINTMENTS;
            case Request.ListBlockedTime _ -> LIST_BLOCKED_TIME;
            case Request.ListCalendars _ -> LIST_CALENDARS;
            case Request.CreateAppointment _ -> CREATE_APPOINTMENT;
            case Request.UpdateAppointment _ -> UPDATE_APPOINTMENT;
        };
    }

    /// In small letters.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
