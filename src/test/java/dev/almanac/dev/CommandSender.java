package dev.almanac.dev;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Publishes commands as an upstream system does: the documented Avro form, Confluent's serializer, and nothing of Almanac's
/// own code.
public final class CommandSender implements AutoCloseable {
    static {
        // Avro writes records of classes only that somebody has called trusted.
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(AppointmentCommand.class.getPackageName())));
    }

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();

    public CommandSender(String bootstrapServers, String registryUrl, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        serializer.configure(Map.of("schema.registry.url", registryUrl, "avro.remove.java.properties", true), false);
    }

    /// A create with the members that are required, and what the caller adds.
    public static AppointmentCommand create(
            String commandId, String locationId, String calendarId, String userId, String startTime,
            Consumer<CreateAppointment.Builder> more) {
        CreateAppointment.Builder body = CreateAppointment.newBuilder()
                .setCalendarId(calendarId)
                .setContactId("contact-" + commandId)
                .setAssignedUserId(userId)
                .setStartTime(startTime)
                .setTitle("Visit " + commandId);
        more.accept(body);
        return command(commandId, locationId).setCreate(body.build()).build();
    }

    public static AppointmentCommand update(
            String commandId, String locationId, Consumer<UpdateAppointment.Builder> members) {
        UpdateAppointment.Builder body = UpdateAppointment.newBuilder();
        members.accept(body);
        return command(commandId, locationId).setUpdate(body.build()).build();
    }

    /// Publishes with the location as key, as documented.
    public void send(AppointmentCommand command) {
        sendBytes(null, command.getLocationId().getBytes(), bytes(command));
    }

    /// The bytes of a command in the wire format.
    public byte[] bytes(AppointmentCommand command) {
        return serializer.serialize(topic, command);
    }

    /// The bytes of the same command in a newer version of the schema, which has one more member. That version is registered.
    public byte[] bytesOfANewerSchema(AppointmentCommand command) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode schema = (ObjectNode) json.readTree(AppointmentCommand.getClassSchema().toString());
            schema.withArray("fields").addObject().put("name", "channel").putNull("default").putArray("type")
                    .add("null").add("string");
            Schema newer = new Schema.Parser().parse(schema.toString());
            ByteBuffer older = AppointmentCommand.getEncoder().encode(command);
            // Behind the ten bytes of Avro's own single-object header.
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(
                    older.array(), older.position() + 10, older.remaining() - 10, null);
            GenericRecord record = new GenericDatumReader<GenericRecord>(AppointmentCommand.getClassSchema(), newer)
                    .read(null, decoder);
            record.put("channel", "phone");
            return serializer.serialize(topic, record);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Publishes anything.
    ///
    /// @param partition null: by the key, as Kafka's own clients do
    public void sendBytes(Integer partition, byte[] key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("cannot publish to " + topic, failure.getCause());
        }
    }

    private static AppointmentCommand.Builder command(String commandId, String locationId) {
        return AppointmentCommand.newBuilder()
                .setCommandId(commandId)
                .setLocationId(locationId)
                .setIssuedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    @Override
    public void close() {
        producer.close();
        serializer.close();
    }
}
