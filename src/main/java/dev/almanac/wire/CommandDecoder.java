package dev.almanac.wire;

import dev.almanac.command.AppointmentCommand;
import java.time.Duration;

/// The bytes of a command record to a command, or to the reason why not: intake decides what to do about it. Asks the
/// registry for each schema once, and waits for it half a second at most, and only where it answered last time.
final class CommandDecoder {
    /// Enough for a registry that is well, little for a loop that has others to serve.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final AvroReader<?, AppointmentCommand> reader;
    private final SchemaLookups<AppointmentCommand> schemas;

    CommandDecoder(AvroReader<?, AppointmentCommand> reader) {
        this.reader = reader;
        this.schemas = new SchemaLookups<>(reader::obstacle, PATIENCE);
    }

    /// @param value    of the record, or null
    /// @param maxBytes largest value that is looked into
    Decoded<AppointmentCommand> decode(byte[] value, long maxBytes) {
        if (value == null) {
            return new Decoded.Unreadable<>("no value");
        }
        if (value.length > maxBytes) {
            return new Decoded.Unreadable<>("larger than " + maxBytes + " bytes: " + value.length);
        }
        return reader.decode(value, schemas::obstacle);
    }
}
