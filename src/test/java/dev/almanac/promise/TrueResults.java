package dev.almanac.promise;

import dev.almanac.command.CommandResult;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.StoredEvent;
import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What a result says of the calendar, the ledger bears out. An unresolved one claims nothing; and of an update that was
/// rejected the ledger cannot tell, because the change of an update carries no marker.
final class TrueResults implements Promise {
    @Override
    public List<String> broken(Aftermath aftermath) {
        Map<?, AppointmentCommand> accepted = aftermath.accepted();
        return aftermath.results().stream()
                .flatMap(result -> Stream.ofNullable(accepted.get(result.id()))
                        .flatMap(command -> untruth(aftermath, command, result).stream()))
                .toList();
    }

    private static Optional<String> untruth(Aftermath aftermath, AppointmentCommand command, CommandResult result) {
        boolean isTrue = switch (result.outcome()) {
            case SUCCEEDED -> command.getCreate() != null
                    ? isBooked(aftermath, command, result)
                    : command.getUpdate() != null && tookEffect(aftermath, command.getUpdate(), result);
            case REJECTED -> command.getCreate() == null || aftermath.bookingsOf(result.id()).isEmpty();
            case UNRESOLVED -> true;
        };
        return isTrue
                ? Optional.empty()
                : Optional.of(result + " is not true: bookings " + aftermath.bookingsOf(result.id()));
    }

    private static boolean isBooked(Aftermath aftermath, AppointmentCommand command, CommandResult result) {
        List<Ledger.Effect> bookings = aftermath.bookingsOf(result.id());
        return bookings.size() == 1
                && bookings.getFirst().eventId().equals(result.appointmentId())
                && holds(command.getCreate(), bookings.getFirst().after());
    }

    /// At some time the appointment was as the update wants it; since then others may have changed it again.
    private static boolean tookEffect(Aftermath aftermath, UpdateAppointment wanted, CommandResult result) {
        return aftermath.calendar().ledger().effectsOf(result.appointmentId()).stream()
                .anyMatch(effect -> holds(wanted, effect.after()));
    }

    private static boolean holds(CreateAppointment wanted, StoredEvent row) {
        return same(wanted.getCalendarId(), row.calendarId())
                && same(wanted.getContactId(), row.contactId())
                && same(wanted.getAssignedUserId(), row.userId())
                && same(wanted.getTitle(), row.text("title"))
                && same(wanted.getAppointmentStatus(), row.status())
                && sameTime(wanted.getStartTime(), row);
    }

    private static boolean holds(UpdateAppointment wanted, StoredEvent row) {
        return same(wanted.getCalendarId(), row.calendarId())
                && same(wanted.getAssignedUserId(), row.userId())
                && same(wanted.getTitle(), row.text("title"))
                && same(wanted.getAppointmentStatus(), row.status())
                && same(wanted.getAddress(), row.text("address"))
                && (wanted.getDescription() == null
                        || Objects.requireNonNullElse(row.description(), "").startsWith(wanted.getDescription()))
                && sameTime(wanted.getStartTime(), row);
    }

    private static boolean same(String wanted, String present) {
        return wanted == null || wanted.equals(present);
    }

    private static boolean sameTime(String wanted, StoredEvent row) {
        return wanted == null || OffsetDateTime.parse(wanted).toInstant().equals(row.startsAt());
    }
}
