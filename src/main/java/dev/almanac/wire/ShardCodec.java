package dev.almanac.wire;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.Topic;
import dev.almanac.shard.DecodedCommand;
import dev.almanac.shard.EncodingDelayed;
import dev.almanac.shard.Write;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// What shards read and write, from and to the bytes of Kafka records with their headers.
public final class ShardCodec {
    private static final Headers NO_HEADERS = new RecordHeaders();

    private final Outputs topics;
    private final CommandDecoder decoder;
    private final int maxCommandBytes;
    private final InstantSource clock;

    /// The topics that shards write.
    public record Outputs(
            String commands,
            Topic<String, CommandResult> results,
            Topic<byte[], byte[]> deadLetters,
            Topic<String, JournalEntry> journal,
            Topic<String, AppointmentRow> appointments,
            Topic<String, AppointmentChange> changes,
            Topic<String, BlockedTimeRow> blockedTime) {}

    /// @param maxCommandBytes larger command records are not looked into
    /// @param clock           tells when a record was put aside
    public ShardCodec(Outputs topics, Registry registry, int maxCommandBytes, InstantSource clock) {
        this.topics = requireNonNull(topics, "topics");
        this.decoder = registry.commandDecoder(topics.commands());
        this.maxCommandBytes = maxCommandBytes;
        this.clock = requireNonNull(clock, "clock");
    }

    /// What a command record turned out to be.
    public DecodedCommand decode(ConsumerRecord<byte[], byte[]> record) {
        return switch (decoder.decode(record.value(), maxCommandBytes)) {
            case Decoded.Value<AppointmentCommand>(AppointmentCommand command) ->
                new DecodedCommand.Command(command, EventHeaders.traceOf(record.headers()));
            case Decoded.Unreadable<AppointmentCommand>(String reason) -> new DecodedCommand.Unreadable(reason);
            case Decoded.UnknownSchema<AppointmentCommand>(int id) ->
                new DecodedCommand.UnknownSchema("the registry does not know schema " + id);
            case Decoded.RegistryUnavailable<AppointmentCommand>(Exception cause) ->
                new DecodedCommand.RegistryUnavailable(cause.toString());
        };
    }

    /// The record of a write.
    ///
    /// @param partition of the shard that writes; where everything goes but what is forwarded
    /// @throws EncodingDelayed where the registry is needed and does not answer
    public ProducerRecord<byte[], byte[]> encode(Write write, int partition) {
        try {
            return encoded(write, partition);
        } catch (RegistryUnavailableException later) {
            throw new EncodingDelayed(later);
        }
    }

    private ProducerRecord<byte[], byte[]> encoded(Write write, int partition) {
        return switch (write) {
            case Write.Journal(JournalEntry entry) ->
                record(topics.journal(), partition, entry.id().toString(), entry, NO_HEADERS);
            case Write.ForgetCommand(CommandId id) ->
                record(topics.journal(), partition, id.toString(), null, NO_HEADERS);
            case Write.Result(CommandResult result, Trace trace) ->
                record(topics.results(), partition, result.id().commandId(), result, EventHeaders.result(result, trace));
            case Write.AppointmentState(AppointmentRow row, Trace trace) ->
                record(topics.appointments(), partition, row.id(), row, EventHeaders.appointment(row, trace));
            case Write.BlockedTimeState(BlockedTimeRow row) ->
                record(topics.blockedTime(), partition, row.id(), row, EventHeaders.blockedTime(row));
            case Write.ForgetAppointment(String id) -> record(topics.appointments(), partition, id, null, NO_HEADERS);
            case Write.ForgetBlockedTime(String id) -> record(topics.blockedTime(), partition, id, null, NO_HEADERS);
            case Write.Change(AppointmentChange change, Trace trace) ->
                record(topics.changes(), partition, change.after().id(), change, EventHeaders.change(change, trace));
            case Write.DeadLetter letter -> deadLetter(letter, partition);
            case Write.Forward(var origin, int home) ->
                new ProducerRecord<>(topics.commands(), home, origin.key(), origin.value(), forwarded(origin));
        };
    }

    /// A record that is too large for a topic with a broker's defaults is left where it was, whatever this topic is set up to
    /// take: one that the broker refused would be refused with every attempt, and nothing else got through. The headers say where.
    private ProducerRecord<byte[], byte[]> deadLetter(Write.DeadLetter letter, int partition) {
        var origin = letter.origin();
        boolean kept = size(origin) <= KafkaClients.MAX_FOREIGN_RECORD_BYTES;
        Headers headers = DeadLetterHeaders.of(
                kept ? origin.headers() : new RecordHeaders(), letter.reason().name().toLowerCase(Locale.ROOT),
                kept ? letter.message() : letter.message() + "; too large to be kept here", origin.topic(),
                origin.partition(), origin.offset(), clock.instant());
        return new ProducerRecord<>(
                topics.deadLetters().name(), partition, kept ? origin.key() : null, kept ? origin.value() : null, headers);
    }

    private static int size(ConsumerRecord<byte[], byte[]> record) {
        int size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static Headers forwarded(ConsumerRecord<byte[], byte[]> origin) {
        Headers headers = new RecordHeaders(origin.headers().toArray());
        Header from = new RecordHeader(
                Write.Forward.HEADER, Integer.toString(origin.partition()).getBytes(StandardCharsets.UTF_8));
        return headers.add(from);
    }

    private static <V> ProducerRecord<byte[], byte[]> record(
            Topic<String, V> topic, int partition, String key, V value, Headers headers) {
        return new ProducerRecord<>(
                topic.name(),
                partition,
                topic.keySerde().serializer().serialize(topic.name(), key),
                topic.valueSerde().serializer().serialize(topic.name(), value),
                headers);
    }
}
