package dev.almanac.wire;

import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.util.stream.Stream;

/// Results. Finished ones come back from the journal, maybe written by a later version with words that this one does not
/// have: during an upgrade these must not keep a shard from its restore, so they are read as what claims the least.
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
        Outcome outcome = known(avro.getOutcome(), Outcome.values(), Outcome.UNRESOLVED);
        return new CommandResult(
                new CommandId(avro.getLocationId(), avro.getCommandId()),
                known(avro.getOperation(), Operation.values(), Operation.INVALID),
                outcome,
                outcome == Outcome.SUCCEEDED ? null : known(avro.getReason(), Reason.values(), Reason.OTHER),
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

    private static <E extends Enum<E>> E known(String name, E[] all, E otherwise) {
        return Stream.of(all).filter(each -> each.name().equals(name)).findFirst().orElse(otherwise);
    }
}
