package dev.almanac.load;

import dev.almanac.Topics;
import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.command.Trace;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.TestKafka;
import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.schema.AppointmentCommand;
import dev.almanac.schema.CreateAppointment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// What weeks of work leave in the topics: finished creates of the last days, and appointments that are over but known. Written
/// as Almanac writes it, in far less time.
///
/// @param finished     commands in the journal
/// @param appointments rows, all of a time that is polled no longer
public record LongPast(List<String> locations, int shards, int finished, int appointments) {
    /// Less than the dedupe window, so that all of them are to be remembered.
    private static final Duration DAYS_OF_COMMANDS = Duration.ofDays(6);
    private static final Duration OVER_SINCE = Duration.ofDays(60);
    private static final String START = "2026-01-05T10:00:00+01:00";
    private static final int BATCH_BYTES = 256 * 1024;

    /// Fills the topics, which exist.
    public void write(TestKafka.Broker broker, Topics topics) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip",
                        ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG, 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            IntStream.range(0, finished).parallel().forEach(n -> {
                JournalEntry entry = entry(n, now);
                send(producer, topics.journal(), entry.id().locationId(), entry.id().toString(), entry);
            });
            IntStream.range(0, appointments).parallel().forEach(n -> {
                AppointmentRow row = row(n, now);
                send(producer, topics.appointments(), row.locationId(), row.id(), row);
            });
        }
    }

    /// One of the finished creates, as it was published.
    public AppointmentCommand command(int n) {
        String location = locations.get(n % locations.size());
        return CommandSender.create(
                "long-past-command-" + n, location, "cal-" + location, "user-" + location, START, body -> {});
    }

    /// What the journal knows such a command by.
    private static byte[] hash(AppointmentCommand command) {
        CreateAppointment body = command.getCreate();
        AppointmentDetails details = new AppointmentDetails(
                body.getCalendarId(), body.getStartTime(), null, body.getTitle(), null, null, null, body.getAssignedUserId(),
                null, null, null, null, null, null, null);
        return new Create(
                        new CommandId(command.getLocationId(), command.getCommandId()), Instant.EPOCH, null,
                        body.getContactId(), details)
                .bodyHash();
    }

    private JournalEntry entry(int n, Instant now) {
        AppointmentCommand command = command(n);
        CommandId id = new CommandId(command.getLocationId(), command.getCommandId());
        Instant at = now.minus(DAYS_OF_COMMANDS.multipliedBy(finished - n).dividedBy(finished));
        CommandResult result = new CommandResult(
                id, CommandResult.Operation.CREATE, CommandResult.Outcome.SUCCEEDED, null, null, 201, "trace-" + n,
                "appointment-" + n, false, 1, at, at, at.plusMillis(300));
        return new JournalEntry(
                id, JournalEntry.State.DONE, hash(command), n, at, null, 1, at, at, null, null, Marker.of(id.commandId()),
                result.appointmentId(), command.getCreate().getContactId(), result, true, new Trace("correlation-" + n, "causation-" + n, null));
    }

    private AppointmentRow row(int n, Instant now) {
        Instant start = now.minus(OVER_SINCE).minus(Duration.ofMinutes(n % 100_000));
        return new AppointmentRow(
                AnAppointment.of("over-" + n)
                        .locationId(locations.get(n % locations.size()))
                        .calendarId("cal-" + locations.get(n % locations.size()))
                        .title("Visit number " + n)
                        .status("showed")
                        .description("Bring the papers of the last visit, please")
                        .from(start.atOffset(ZoneOffset.UTC))
                        .build(),
                3, start, null, start, start, false, false);
    }

    private <V> void send(
            KafkaProducer<byte[], byte[]> producer, Topic<String, V> topic, String locationId, String key, V value) {
        producer.send(new ProducerRecord<>(
                topic.name(),
                Placement.partitionOf(locationId, shards),
                topic.keySerde().serializer().serialize(topic.name(), key),
                topic.valueSerde().serializer().serialize(topic.name(), value)));
    }
}
