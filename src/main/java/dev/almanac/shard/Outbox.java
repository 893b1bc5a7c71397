package dev.almanac.shard;

import dev.almanac.kafka.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/// What a shard wants written, in order, until a transaction with all of it is committed. Turned into bytes before a
/// transaction is begun, so that a write that no transaction could hold is known while it can still be left out.
final class Outbox {
    private final Function<Write, ProducerRecord<byte[], byte[]>> encoder;
    private final List<Entry> entries = new ArrayList<>();

    /// @param record null where the bytes have to wait for the registry
    private record Entry(Write write, ProducerRecord<byte[], byte[]> record) {}

    Outbox(Function<Write, ProducerRecord<byte[], byte[]>> encoder) {
        this.encoder = encoder;
    }

    /// Adds all of them, or none.
    ///
    /// @throws RuntimeException where one of them can never be written
    void addAll(List<Write> writes) {
        List<Entry> added = new ArrayList<>(writes.size());
        for (Write write : writes) {
            try {
                added.add(new Entry(write, encode(write)));
            } catch (EncodingDelayed later) {
                added.add(new Entry(write, null));
            }
        }
        entries.addAll(added);
    }

    /// @throws EncodingDelayed where one of them has no bytes yet
    List<ProducerRecord<byte[], byte[]>> records() {
        entries.replaceAll(entry -> entry.record() != null ? entry : new Entry(entry.write(), encode(entry.write())));
        return entries.stream().map(Entry::record).toList();
    }

    List<Write> writes() {
        return entries.stream().map(Entry::write).toList();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
    }

    /// A record that the client or the broker refuses for its size would be refused with every attempt.
    private ProducerRecord<byte[], byte[]> encode(Write write) {
        ProducerRecord<byte[], byte[]> record = encoder.apply(write);
        if (record.value() != null && record.value().length > KafkaClients.MAX_RECORD_BYTES) {
            throw new IllegalStateException(
                    "a record of " + record.value().length + " bytes is too large for topic " + record.topic());
        }
        return record;
    }
}
