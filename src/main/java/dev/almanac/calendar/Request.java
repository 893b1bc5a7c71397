package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

/// One of the operations, as a value: what to ask, decided apart from when and by whom it is sent.
public sealed interface Request {
    default Operation operation() {
        return switch (this) {
            case ReadAppointment _ -> Operation.READ_APPOINTMENT;
            case ListAppointments _ -> Operation.LIST_APPOINTMENTS;
            case ListBlockedTime _ -> Operation.LIST_BLOCKED_TIME;
            case ListCalendars _ -> Operation.LIST_CALENDARS;
            case CreateAppointment _ -> Operation.CREATE_APPOINTMENT;
            case UpdateAppointment _ -> Operation.UPDATE_APPOINTMENT;
        };
    }

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
