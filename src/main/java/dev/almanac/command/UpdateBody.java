package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.calendar.Marker;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;

/// What an update sends, given the appointment as it is, and whether it already holds.
final class UpdateBody {
    private UpdateBody() {}

    /// The given members and what must go with them. The API resets the status of an update that does not name one
    /// (seen live by integrators), so the present one is always sent. An update that moves nothing goes without the
    /// slot check, which would test the appointment against the slot it holds. A new description keeps the marker of
    /// the old one.
    ///
    /// Demands that [#hasStatus] says yes.
    static AppointmentDetails compose(AppointmentDetails wanted, Appointment present) {
        AppointmentDetails body = withStatus(wanted, present);
        if (body.ignoreFreeSlotValidation() == null && !moves(wanted, present)) {
            body = body.withoutSlotCheck(present.assignedUserId());
        }
        Optional<String> creator = Marker.in(present);
        if (body.description() != null && creator.isPresent()) {
            body = body.withDescription(Marker.append(body.description(), Marker.of(creator.get())));
        }
        return body;
    }

    private static AppointmentDetails withStatus(AppointmentDetails wanted, Appointment present) {
        return wanted.appointmentStatus() == null ? wanted.withStatus(writable(present.status())) : wanted;
    }

    /// Whether there is a status to send: without one, the API would choose.
    static boolean hasStatus(AppointmentDetails wanted, Appointment present) {
        return wanted.appointmentStatus() != null || present.status() != null;
    }

    /// The API may tell a status in a spelling that it does not accept.
    private static String writable(String status) {
        return switch (AppointmentStatus.of(status)) {
            case NEW -> "new";
            case CONFIRMED -> "confirmed";
            case CANCELLED -> "cancelled";
            case SHOWED -> "showed";
            case NO_SHOW -> "noshow";
            case INVALID -> "invalid";
            case UNKNOWN -> status;
        };
    }

    /// Whether everything asked for can be read back and reads as asked; false where something cannot, because then
    /// looking proves nothing.
    static boolean holds(AppointmentDetails wanted, Appointment present) {
        return isReadable(wanted)
                && same(wanted.calendarId(), present.calendarId())
                && sameTime(wanted.startTime(), present.startTime())
                && sameTime(wanted.endTime(), present.endTime())
                && sameText(wanted.title(), present.title())
                && (sameText(unmarked(wanted.description()), unmarked(present.description()))
                        || present.notes() != null
                                && sameText(unmarked(wanted.description()), unmarked(present.notes())))
                && sameText(wanted.address(), present.address())
                && sameStatus(wanted.appointmentStatus(), present.status())
                && same(wanted.assignedUserId(), present.assignedUserId());
    }

    /// The rules of a meeting's place and of a series are not told back in the words in which they are set.
    private static boolean isReadable(AppointmentDetails wanted) {
        boolean some = wanted.calendarId() != null || wanted.startTime() != null || wanted.endTime() != null
                || wanted.title() != null || wanted.description() != null || wanted.address() != null
                || wanted.appointmentStatus() != null || wanted.assignedUserId() != null;
        boolean others =
                wanted.meetingLocationType() != null || wanted.meetingLocationId() != null || wanted.rrule() != null;
        return some && !others;
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

    /// Without markers, which come and go with us, and without the white space around, which texts lose on the way.
    private static String unmarked(String text) {
        return text == null ? null : Marker.strip(text).strip();
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
