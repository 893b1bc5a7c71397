package dev.almanac.command;

import java.time.Instant;

/// What is remembered of a command that has its result, to answer it with silence when it is published again and to
/// find the appointment of a create.
///
/// @param guessed whether its appointment was taken for its work by contact and time, without a marker to prove it
record FinishedCommand(
        CommandResult.Operation operation,
        CommandResult.Outcome outcome,
        byte[] bodyHash,
        String appointmentId,
        Instant startedAt,
        Instant finishedAt,
        boolean guessed) {

    static FinishedCommand of(JournalEntry entry) {
        CommandResult result = entry.result();
        return new FinishedCommand(
                result.operation(), result.outcome(), entry.bodyHash(), result.appointmentId(), result.startedAt(),
                result.finishedAt(), result.adopted() && entry.marker() == null);
    }

    boolean isCreate() {
        return operation == CommandResult.Operation.CREATE;
    }

    boolean madeAppointment() {
        return isCreate() && appointmentId != null;
    }
}
