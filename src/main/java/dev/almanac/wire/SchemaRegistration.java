package dev.almanac.wire;

import static java.util.Objects.requireNonNull;

import dev.almanac.kafka.Patience;
import dev.almanac.kafka.SetupFailed;
import dev.almanac.kafka.Topic;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/// Makes the registry know our schemas before the first record is written, and guard their subjects: `FULL_TRANSITIVE`,
/// so that producers and consumers may be upgraded in any order. Doing it again changes nothing.
public final class SchemaRegistration {
    /// What every subject of ours is guarded by.
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final int CONFLICT = 409;
    private static final int CONFLICTS_OF_PEERS = 3;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int SUBJECT_NOT_FOUND = 40401;

    private final Registry registry;
    private final RegistrySettings settings;

    public SchemaRegistration(Registry registry, RegistrySettings settings) {
        this.registry = requireNonNull(registry, "registry");
        this.settings = requireNonNull(settings, "settings");
    }

    /// Registers the value schemas of these topics, or only looks for them where Almanac must not register.
    ///
    /// @param timeout how long to wait for a registry that does not answer
    /// @throws SetupFailed if the registry refuses a schema, lacks it, or did not answer in time
    public void registerAll(Collection<? extends Topic<?, ?>> topics, Duration timeout) {
        Patience patience = new Patience(timeout);
        for (Topic<?, ?> topic : topics) {
            if (topic.valueSerde() instanceof AvroSerde<?, ?> serde) {
                register(topic.name() + "-value", asWritten(serde.schema()), patience, timeout);
            }
        }
    }

    // The text that the serializer writes with, so that its question is answered from memory later.
    private static AvroSchema asWritten(Schema schema) {
        return new AvroSchema(AvroSchemaUtils.getSchema(new GenericData.Record(schema), false, false, true));
    }

    private void register(String subject, AvroSchema schema, Patience patience, Duration timeout) {
        Exception last;
        int conflicts = 0;
        do {
            try {
                register(subject, schema);
                return;
            } catch (RestClientException e) {
                // Processes that start together get in each other's way, which looks the same and is over at once.
                if (e.getStatus() != CONFLICT || ++conflicts > CONFLICTS_OF_PEERS) {
                    refuse(subject, schema, e);
                }
                last = e;
            } catch (IOException e) {
                last = e;
            }
        } while (patience.pause());
        throw new SetupFailed(
                "no usable answer from the schema registry within " + timeout.toSeconds() + " s (almanac.registry.url); last: "
                        + last.getMessage(),
                last);
    }

    private void register(String subject, AvroSchema schema) throws IOException, RestClientException {
        SchemaRegistryClient client = registry.client();
        if (settings.registerSchemas()) {
            // First, so that there is no moment in which the subject is unguarded.
            client.updateCompatibility(subject, COMPATIBILITY);
            client.register(subject, schema);
        } else {
            client.getId(subject, schema);
        }
    }

    // What waiting cannot mend.
    private static void refuse(String subject, AvroSchema schema, RestClientException e) {
        switch (e.getStatus()) {
            case CONFLICT -> throw new SetupFailed(
                    "the schema registry refuses " + schema.name() + " under " + subject
                            + ": not " + COMPATIBILITY + " compatible with a version that is there: " + e.getMessage(),
                    e);
            case UNAUTHORIZED, FORBIDDEN -> throw new SetupFailed(
                    "the schema registry denies access to " + subject + " (almanac.registry.basic-auth): "
                            + e.getMessage(),
                    e);
            default -> {
                if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
                    throw new SetupFailed(
                            "the schema registry does not hold " + schema.name() + " under " + subject
                                    + ": register schemas/ there or set almanac.registry.register-schemas",
                            e);
                }
            }
        }
    }
}
