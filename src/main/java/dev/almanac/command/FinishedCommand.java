package dev.almanac.command;

import java.time.Instant;

/// What is remembered of a command that has its result, to answer it with silence when it is published again and to
/// find the appointment of a create.
record FinishedCommand(
        CommandResult.Operation operation,
        CommandResult.Outcome outcome,
        byte[] bodyHash,
        String appointmentId,
        Instant startedAt,
        Instant finishedAt) {

    static FinishedCommand of(JournalEntry entry) {
        CommandResult result = entry.result();
        return new FinishedCommand(
                result.operation(), result.outcome(), entry.bodyHash(), result.appointmentId(), result.startedAt(),
                result.finishedAt());
    }

    boolean isCreate() {
        return operation == CommandResult.Operation.CREATE;
    }

    boolean madeAppointment() {
        return isCreate() && appointmentId != null;
    }
}
