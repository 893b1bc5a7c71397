package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

/// A booking to make. The API demands `calendarId` and `startTime` among the details.
public record NewAppointment(String locationId, String contactId, AppointmentDetails details) {
    public NewAppointment {
        requireNonNull(locationId, "locationId");
        requireNonNull(contactId, "contactId");
        requireNonNull(details, "details");
        requireNonNull(details.calendarId(), "calendarId");
        requireNonNull(details.startTime(), "startTime");
    }
}
