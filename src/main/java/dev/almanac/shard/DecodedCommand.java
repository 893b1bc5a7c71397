package dev.almanac.shard;

import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.Trace;

/// What the bytes of a command record turned out to be.
public sealed interface DecodedCommand {

    record Command(AppointmentCommand command, Trace trace) implements DecodedCommand {}

    /// It never will be a command.
    record Unreadable(String message) implements DecodedCommand {}

    /// The registry does not know its schema, which may be too new for this registry node.
    record UnknownSchema(String message) implements DecodedCommand {}

    /// The registry does not answer.
    record RegistryUnavailable(String message) implements DecodedCommand {}
}
