package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.calendar.Marker;
import java.time.OffsetDateTime;
import java.util.Objects;

/// What an update sends, given the appointment as it is, and whether it already holds.
final class UpdateBody {
    private UpdateBody() {}

    /// The given members and what must go with them. The API resets the status of an update that does not name one (seen
    /// live by integrators), so the present one is always sent. An update that moves nothing goes without the slot check,
    /// which would test the appointment against the slot it holds. A new description keeps the marker of the old one.
    static AppointmentDetails compose(AppointmentDetails wanted, Appointment present) {
        AppointmentDetails body = wanted;
        if (body.appointmentStatus() == null && present.status() != null) {
            body = body.withStatus(present.status());
        }
        if (body.ignoreFreeSlotValidation() == null && !moves(wanted, present)) {
            body = body.withoutSlotCheck(present.assignedUserId());
        }
        if (body.description() != null && Marker.in(present).isPresent()) {
            String marker = Marker.of(Marker.in(present).get());
            if (!body.description().contains(marker)) {
                body = body.withDescription(Marker.append(body.description(), marker));
            }
        }
        return body;
    }

    /// Whether every given member that can be read back reads as asked; false where none can be, because then looking proves
    /// nothing.
    static boolean holds(AppointmentDetails wanted, Appointment present) {
        boolean readable = wanted.calendarId() != null || wanted.startTime() != null || wanted.endTime() != null
                || wanted.title() != null || wanted.description() != null || wanted.address() != null
                || wanted.appointmentStatus() != null || wanted.assignedUserId() != null;
        return readable
                && same(wanted.calendarId(), present.calendarId())
                && sameTime(wanted.startTime(), present.startTime())
                && sameTime(wanted.endTime(), present.endTime())
                && sameText(wanted.title(), present.title())
                && (wanted.description() == null
                        || contains(present.description(), wanted.description())
                        || contains(present.notes(), wanted.description()))
                && sameText(wanted.address(), present.address())
                && sameStatus(wanted.appointmentStatus(), present.status())
                && same(wanted.assignedUserId(), present.assignedUserId());
    }

    private static boolean moves(AppointmentDetails wanted, Appointment present) {
        return !same(wanted.calendarId(), present.calendarId())
                || !sameTime(wanted.startTime(), present.startTime())
                || !sameTime(wanted.endTime(), present.endTime())
                || !same(wanted.assignedUserId(), present.assignedUserId())
                || wanted.rrule() != null;
    }

    private static boolean same(String wanted, String present) {
        return wanted == null || wanted.equals(present);
    }

    /// An empty text is told as an absent one.
    private static boolean sameText(String wanted, String present) {
        return wanted == null || wanted.equals(Objects.requireNonNullElse(present, ""));
    }

    private static boolean contains(String present, String wanted) {
        return Objects.requireNonNullElse(present, "").contains(wanted);
    }

    private static boolean sameTime(String wanted, OffsetDateTime present) {
        return wanted == null || present != null && OffsetDateTime.parse(wanted).isEqual(present);
    }

    private static boolean sameStatus(String wanted, String present) {
        return wanted == null
                || wanted.equals(present)
                || AppointmentStatus.of(wanted) != AppointmentStatus.UNKNOWN
                        && AppointmentStatus.of(wanted) == AppointmentStatus.of(present);
    }
}
