package dev.almanac.wire;

import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;

/// Results.
final class ResultWire {
    static final Mapping<dev.almanac.schema.CommandResult, CommandResult> MAPPING = new Mapping<>(
            dev.almanac.schema.CommandResult.class,
            dev.almanac.schema.CommandResult.SCHEMA$,
            ResultWire::toAvro,
            ResultWire::fromAvro);

    private ResultWire() {}

    static dev.almanac.schema.CommandResult toAvro(CommandResult result) {
        return new dev.almanac.schema.CommandResult(
                result.id().commandId(),
                result.id().locationId(),
                result.operation().name(),
                result.outcome().name(),
                result.reason() == null ? null : result.reason().name(),
                result.message(),
                result.httpStatus(),
                result.traceId(),
                result.appointmentId(),
                result.adopted(),
                result.attempts(),
                result.receivedAt(),
                result.startedAt(),
                result.finishedAt());
    }

    static CommandResult fromAvro(dev.almanac.schema.CommandResult avro) {
        return new CommandResult(
                new CommandId(avro.getLocationId(), avro.getCommandId()),
                CommandResult.Operation.valueOf(avro.getOperation()),
                CommandResult.Outcome.valueOf(avro.getOutcome()),
                avro.getReason() == null ? null : CommandResult.Reason.valueOf(avro.getReason()),
                avro.getMessage(),
                avro.getHttpStatus(),
                avro.getTraceId(),
                avro.getAppointmentId(),
                avro.getAdopted(),
                avro.getAttempts(),
                avro.getReceivedAt(),
                avro.getStartedAt(),
                avro.getFinishedAt());
    }
}
