package dev.almanac.wire;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/// The values of one topic, written and read by the genuine Confluent serializer and deserializer.
///
/// The subject is always that of its own topic, whatever topic a caller names: a state store that borrows this serde
/// then leaves no subject of its own in the registry. Closing it does nothing, because closing the Confluent classes
/// would close the registry client that all share. Safe for many threads.
final class AvroSerde<A extends SpecificRecord, V> implements Serde<V> {
    private final String topic;
    private final Mapping<A, V> mapping;
    private final AvroReader<A, V> reader;
    private final KafkaAvroSerializer writer;
    private final Duration grace;
    private final InstantSource clock;
    // When a schema that the registry does not know was first asked for. Few, if any: ids come from the registry itself.
    private final Map<Integer, Instant> unknownSince = new ConcurrentHashMap<>();

    /// @param grace how long a schema that the registry does not know is taken for one that will appear
    AvroSerde(
            String topic,
            Mapping<A, V> mapping,
            SchemaRegistryClient client,
            Map<String, Object> settings,
            Duration grace,
            InstantSource clock) {
        this.topic = topic;
        this.grace = grace;
        this.clock = clock;
        this.mapping = mapping;
        this.reader = new AvroReader<>(topic, mapping, client, settings);
        this.writer = new KafkaAvroSerializer(client);
        this.writer.configure(settings, false);
    }

    Schema schema() {
        return mapping.schema();
    }

    @Override
    public Serializer<V> serializer() {
        return (ignored, value) -> value == null ? null : write(value);
    }

    @Override
    public Deserializer<V> deserializer() {
        return (ignored, bytes) -> bytes == null ? null : read(bytes);
    }

    private byte[] write(V value) {
        A avro = mapping.toAvro().apply(value);
        try {
            return writer.serialize(topic, avro);
        } catch (KafkaException e) {
            // Writing to memory cannot fail with these, so they are the registry's; a refusal (401, 403) has a kind of its own.
            if (e.getCause() instanceof IOException || e.getCause() instanceof RestClientException) {
                throw new RegistryUnavailableException(e.getCause());
            }
            if (e instanceof AuthenticationException || e instanceof AuthorizationException) {
                throw new RegistryUnavailableException(e);
            }
            throw e;
        }
    }

    private V read(byte[] bytes) {
        return switch (reader.decode(bytes)) {
            case Decoded.Value<V>(V value) -> value;
            case Decoded.Unreadable<V>(String reason) -> throw new SerializationException(topic + ": " + reason);
            case Decoded.UnknownSchema<V>(int id) -> throw unknown(id);
            case Decoded.RegistryUnavailable<V>(Exception cause) -> throw new RegistryUnavailableException(cause);
        };
    }

    /// A registry may lag behind the one that a producer has registered with.
    private KafkaException unknown(int id) {
        Instant now = clock.instant();
        Instant since = unknownSince.computeIfAbsent(id, _ -> now);
        return now.isBefore(since.plus(grace))
                ? new RegistryUnavailableException("the schema registry does not know schema " + id + " of " + topic + " yet")
                : new SerializationException(topic + ": unknown schema " + id);
    }
}
