package dev.almanac.dev;

import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import dev.almanac.schema.UpdateAppointment;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
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
