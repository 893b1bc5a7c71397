package dev.almanac.wire;

import dev.almanac.command.AppointmentCommand;

/// The bytes of a command record to a command, or to the reason why not: intake decides what to do about it. Asks the
/// registry for each schema once; may block for the registry's time-out and retries when that does not answer.
final class CommandDecoder {
    private final AvroReader<?, AppointmentCommand> reader;

    CommandDecoder(AvroReader<?, AppointmentCommand> reader) {
        this.reader = reader;
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
        return reader.decode(value);
    }
}
