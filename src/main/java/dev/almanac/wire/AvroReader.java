package dev.almanac.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.avro.specific.SpecificRecord;

/// Bytes in the Confluent wire format to domain values. Looks the writer's schema up before reading, because afterwards
/// a registry that does not answer could not be told from bytes that make no sense. Safe for many threads.
final class AvroReader<A extends SpecificRecord, V> {
    private static final int MAGIC = 0;
    private static final int PREFIX_LENGTH = 5;
    // Error codes of the Confluent API: "subject not found", "version not found", "schema not found".
    private static final int FIRST_UNKNOWN = 40401;
    private static final int LAST_UNKNOWN = 40403;

    private final String topic;
    private final Mapping<A, V> mapping;
    private final SchemaRegistryClient client;
    private final KafkaAvroDeserializer deserializer;

    AvroReader(String topic, Mapping<A, V> mapping, SchemaRegistryClient client, Map<String, Object> settings) {
        this.topic = topic;
        this.mapping = mapping;
        this.client = client;
        this.deserializer = new KafkaAvroDeserializer(client);
        this.deserializer.configure(settings, false);
    }

    /// Asks the registry where it has to, and waits for its answer.
    Decoded<V> decode(byte[] bytes) {
        return decode(bytes, this::obstacle);
    }

    /// @param obstacles tells what keeps bytes of a schema from being read; empty where nothing does
    Decoded<V> decode(byte[] bytes, IntFunction<Optional<Decoded<V>>> obstacles) {
        if (bytes.length < PREFIX_LENGTH || bytes[0] != MAGIC) {
            return new Decoded.Unreadable<>("not in the Confluent wire format: no 0 and schema id at its start");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        return obstacles.apply(id).orElseGet(() -> read(bytes, id));
    }

    /// Asks the registry for a schema unless it is remembered: what keeps its bytes from being read.
    Optional<Decoded<V>> obstacle(int id) {
        try {
            return client.getSchemaBySubjectAndId(topic + "-value", id) instanceof AvroSchema
                    ? Optional.empty()
                    : Optional.of(new Decoded.Unreadable<>("schema " + id + " is not an Avro schema"));
        } catch (RestClientException e) {
            boolean unknown = e.getErrorCode() >= FIRST_UNKNOWN && e.getErrorCode() <= LAST_UNKNOWN;
            return Optional.of(unknown ? new Decoded.UnknownSchema<>(id) : new Decoded.RegistryUnavailable<>(e));
        } catch (IOException e) {
            return Optional.of(new Decoded.RegistryUnavailable<>(e));
        }
    }

    private Decoded<V> read(byte[] bytes, int id) {
        try {
            A avro = mapping.type().cast(deserializer.deserialize(topic, bytes, mapping.schema()));
            return new Decoded.Value<>(mapping.fromAvro().apply(avro));
        } catch (UnusableCommand e) {
            return new Decoded.Unreadable<>(e.getMessage());
        } catch (RuntimeException e) {
            // Avro's messages may quote the content, so only the kind of the failure is told.
            return new Decoded.Unreadable<>("cannot be read as " + mapping.schema().getName() + " with schema " + id
                    + ": "
                    + kind(e));
        }
    }

    private static String kind(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
