package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

/// One of the operations, as a value: what to ask, decided apart from when and by whom it is sent.
public sealed interface Request {

    record ReadAppointment(String appointmentId) implements Request {
        public ReadAppointment {
            requireNonNull(appointmentId, "appointmentId");
        }
    }

    record ListAppointments(WindowOwner owner, Window window) implements Request {}

    record ListBlockedTime(WindowOwner owner, Window window) implements Request {}

    /// Which calendars a location has.
    record ListCalendars() implements Request {}

    record CreateAppointment(NewAppointment booking) implements Request {}

    record UpdateAppointment(String appointmentId, AppointmentDetails details) implements Request {
        public UpdateAppointment {
            requireNonNull(appointmentId, "appointmentId");
        }
    }
}
