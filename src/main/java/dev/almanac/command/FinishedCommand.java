package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import java.time.Instant;
import java.util.Objects;

/// What is remembered of a command that has its result, to answer it with silence when it is published again and to
/// find the appointment of a create.
///
/// @param contact of a create, whom it booked for: a hash, because there may be a million of these
/// @param guessed whether its appointment was taken for its work by contact and time, without a marker to prove it
record FinishedCommand(
        CommandResult.Operation operation,
        CommandResult.Outcome outcome,
        byte[] bodyHash,
        String appointmentId,
        int contact,
        Instant startedAt,
        Instant finishedAt,
        boolean guessed) {

    static FinishedCommand of(JournalEntry entry) {
        CommandResult result = entry.result();
        return new FinishedCommand(
                result.operation(), result.outcome(), entry.bodyHash(), result.appointmentId(),
                Objects.hashCode(entry.contactId()), result.startedAt(), result.finishedAt(), result.adopted() && entry.marker() == null);
    }

    boolean isCreate() {
        return operation == CommandResult.Operation.CREATE;
    }

    boolean madeAppointment() {
        return isCreate() && appointmentId != null;
    }

    /// Whether it booked this.
    boolean made(Appointment appointment) {
        return madeAppointment() && InstanceId.seriesOf(appointmentId).equals(appointment.seriesId());
    }

    /// Whether it is a create that may have booked this, be it late or twice, as far as contact and date tell, which nobody can
    /// change.
    boolean mayHaveMade(Appointment appointment) {
        return isCreate()
                && outcome != CommandResult.Outcome.REJECTED
                && startedAt != null
                && (appointment.contactId() == null || appointment.contactId().hashCode() == contact)
                && BookingSearch.isNotOlder(appointment, startedAt);
    }
}
