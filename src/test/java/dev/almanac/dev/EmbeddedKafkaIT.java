package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final TopicPartition PLACE = new TopicPartition("kept", 0);

    @Test
    void aRestartKeepsTheDataAndThePort() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            write(kafka, "before");
            String before = kafka.bootstrapServers();
            kafka.restart();
            assertThat(kafka.bootstrapServers()).isEqualTo(before);
            assertThat(read(kafka)).isEqualTo("before");
        }
    }

    @Test
    void aGivenDirectorySurvivesTheBroker(@TempDir Path directory) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Ports.anyFree(), directory)) {
            write(kafka, "kept");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Ports.anyFree(), directory)) {
            assertThat(read(kafka)).isEqualTo("kept");
            assertThatThrownBy(() -> EmbeddedKafka.start(port(kafka), directory.resolve("other")))
                    .isInstanceOf(Ports.PortInUse.class)
                    .hasMessage("Port " + port(kafka) + " is in use; set ALMANAC_DEV_KAFKA_PORT");
        }
    }

    private static int port(EmbeddedKafka kafka) {
        return Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
    }

    private static void write(EmbeddedKafka kafka, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(settings);
                Producer<String, String> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(PLACE.topic(), 1, (short) -1))).all().get();
            producer.send(new ProducerRecord<>(PLACE.topic(), "key", value)).get();
        }
    }

    private static String read(EmbeddedKafka kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PLACE));
            return consumer.poll(Duration.ofSeconds(20)).records(PLACE).getFirst().value();
        }
    }
}
