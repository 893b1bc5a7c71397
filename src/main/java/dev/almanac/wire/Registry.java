package dev.almanac.wire;

import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.location.Location;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import io.confluent.kafka.serializers.AbstractKafkaSchemaSerDeConfig;
import io.confluent.kafka.serializers.KafkaAvroDeserializerConfig;
import io.confluent.kafka.serializers.KafkaAvroSerializerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/// The schema registry, by the one client of the process, and the serdes that use it. Each serde belongs to the topic
/// it was made for. Making one asks nothing of the registry; a schema is asked for when first needed and then
/// remembered.
///
/// Values read and written keep milliseconds; finer fractions of an instant are cut.
public final class Registry implements AutoCloseable {
    // More versions of a dozen schemas than there will ever be.
    private static final int REMEMBERED_SCHEMAS = 1_000;

    private final SchemaRegistryClient client;
    private final Map<String, Object> serdeSettings;
    private final Duration unknownSchemaGrace;

    /// @param settings with a URL `mock://name` the registry is a map in this process, shared by name: for tests
    ///                 without one
    public Registry(RegistrySettings settings) {
        AvroTrust.establish();
        this.client = SchemaRegistryClientFactory.newClient(
                settings.urls(), REMEMBERED_SCHEMAS, List.of(new AvroSchemaProvider()), clientSettings(settings), null);
        this.serdeSettings = serdeSettings(settings);
        this.unknownSchemaGrace = settings.unknownSchemaGrace();
    }

    public Serde<AppointmentCommand> commands(String topic) {
        return serde(topic, CommandWire.MAPPING);
    }

    CommandDecoder commandDecoder(String topic) {
        return new CommandDecoder(new AvroReader<>(topic, CommandWire.MAPPING, client, serdeSettings));
    }

    public Serde<CommandResult> results(String topic) {
        return serde(topic, ResultWire.MAPPING);
    }

    public Serde<JournalEntry> journal(String topic) {
        return serde(topic, JournalWire.MAPPING);
    }

    public Serde<Location> locations(String topic) {
        return serde(topic, LocationWire.MAPPING);
    }

    public Serde<AppointmentRow> appointments(String topic) {
        return serde(topic, AppointmentWire.MAPPING);
    }

    public Serde<AppointmentChange> changes(String topic) {
        return serde(topic, ChangeWire.MAPPING);
    }

    public Serde<BlockedTimeRow> blockedTime(String topic) {
        return serde(topic, BlockedTimeWire.MAPPING);
    }

    public Serde<NoShows> noShows(String topic) {
        return serde(topic, NoShowsWire.MAPPING);
    }

    public Serde<Utilization> utilization(String topic) {
        return serde(topic, UtilizationWire.MAPPING);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SchemaRegistryClient client() {
        return client;
    }

    private <A extends SpecificRecord, V> Serde<V> serde(String topic, Mapping<A, V> mapping) {
        return new AvroSerde<>(topic, mapping, client, serdeSettings, unknownSchemaGrace, InstantSource.system());
    }

    private static Map<String, Object> clientSettings(RegistrySettings settings) {
        Map<String, Object> client = new HashMap<>();
        // The bare client never retries.
        client.put(SchemaRegistryClientConfig.MAX_RETRIES_CONFIG, settings.retries());
        client.put(SchemaRegistryClientConfig.RETRIES_WAIT_MS_CONFIG, (int) settings.retryWait().toMillis());
        int timeout = (int) settings.requestTimeout().toMillis();
        client.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, timeout);
        client.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, timeout);
        if (settings.basicAuth() != null) {
            client.put(SchemaRegistryClientConfig.BASIC_AUTH_CREDENTIALS_SOURCE, "USER_INFO");
            client.put(SchemaRegistryClientConfig.USER_INFO_CONFIG, settings.basicAuth());
        }
        return client;
    }

    private static Map<String, Object> serdeSettings(RegistrySettings settings) {
        return Map.of(
                // Demanded by both classes, though the client given to them is what is used.
                AbstractKafkaSchemaSerDeConfig.SCHEMA_REGISTRY_URL_CONFIG, settings.url(),
                // Registering what is registered gives its id, even if a newer version has come since; the latest
                // version is never used for writing, because these classes write their own schema.
                AbstractKafkaSchemaSerDeConfig.AUTO_REGISTER_SCHEMAS, settings.registerSchemas(),
                AbstractKafkaSchemaSerDeConfig.USE_LATEST_VERSION, false,
                // Found on the class path by default, and none of ours.
                AbstractKafkaSchemaSerDeConfig.RULE_SERVICE_LOADER_ENABLE, false,
                KafkaAvroDeserializerConfig.SPECIFIC_AVRO_READER_CONFIG, true,
                // Otherwise Java's schema text differs from every other language's and gets another id.
                KafkaAvroSerializerConfig.AVRO_REMOVE_JAVA_PROPS_CONFIG, true);
    }
}
