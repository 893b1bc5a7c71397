package dev.almanac.wire;

import dev.almanac.command.CommandId;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import java.nio.ByteBuffer;

/// Journal entries.
final class JournalWire {
    static final Mapping<dev.almanac.schema.JournalEntry, JournalEntry> MAPPING = new Mapping<>(
            dev.almanac.schema.JournalEntry.class,
            dev.almanac.schema.JournalEntry.SCHEMA$,
            JournalWire::toAvro,
            JournalWire::fromAvro);

    private JournalWire() {}

    static dev.almanac.schema.JournalEntry toAvro(JournalEntry entry) {
        return new dev.almanac.schema.JournalEntry(
                entry.id().commandId(),
                entry.id().locationId(),
                entry.state().name(),
                ByteBuffer.wrap(entry.bodyHash()),
                entry.position(),
                entry.receivedAt(),
                entry.command() == null ? null : CommandWire.toAvro(entry.command()),
                entry.attempts(),
                entry.firstStartedAt(),
                entry.startedAt(),
                entry.settlesAt(),
                entry.version(),
                entry.marker(),
                entry.appointmentId(),
                entry.contactId(),
                entry.result() == null ? null : ResultWire.toAvro(entry.result()),
                entry.told(),
                entry.trace().correlationId(),
                entry.trace().causationId(),
                entry.trace().traceparent());
    }

    static JournalEntry fromAvro(dev.almanac.schema.JournalEntry avro) {
        return new JournalEntry(
                new CommandId(avro.getLocationId(), avro.getCommandId()),
                JournalEntry.State.valueOf(avro.getState()),
                bytes(avro.getBodyHash()),
                avro.getPosition(),
                avro.getReceivedAt(),
                avro.getCommand() == null ? null : CommandWire.fromAvro(avro.getCommand()),
                avro.getAttempts(),
                avro.getFirstStartedAt(),
                avro.getStartedAt(),
                avro.getSettlesAt(),
                avro.getVersion(),
                avro.getMarker(),
                avro.getAppointmentId(),
                avro.getContactId(),
                avro.getResult() == null ? null : ResultWire.fromAvro(avro.getResult()),
                avro.getTold(),
                new Trace(avro.getCorrelationId(), avro.getCausationId(), avro.getTraceparent()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
