package dev.almanac.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.dev.TestKafka;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestKafka.class)
class TopicSetupIT {
    @Test
    void missingTopicsAreCreatedAsAgreedAndTakeRecordsAtOnce(TestKafka.Broker broker) throws Exception {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers()).withShards(3);
        KafkaClients clients = new KafkaClients(settings);
        Topic<byte[], byte[]> topic = topic("setup-created", Map.of("cleanup.policy", "compact"));
        try (Admin admin = clients.admin(); Producer<byte[], byte[]> producer = clients.producer("test")) {
            new TopicSetup(admin, settings).prepare(List.of(topic));
            for (int i = 0; i < 3; i++) {
                ProducerRecord<byte[], byte[]> first =
                        new ProducerRecord<>(topic.name(), i, new byte[] {1}, new byte[] {2});
                assertThat(producer.send(first).get().offset()).isZero();
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            Config created = admin.describeConfigs(List.of(resource)).values().get(resource).get();
            assertThat(created.get("cleanup.policy").value()).isEqualTo("compact");
            new TopicSetup(admin, settings).prepare(List.of(topic));
        }
    }

    @Test
    void anotherNumberOfPartitionsStopsTheStart(TestKafka.Broker broker) throws Exception {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers()).withShards(4);
        try (Admin admin = new KafkaClients(settings).admin()) {
            admin.createTopics(List.of(new NewTopic("setup-two", 2, (short) 1))).all().get();
            assertThatThrownBy(() -> new TopicSetup(admin, settings).prepare(List.of(topic("setup-two", Map.of()))))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("topic setup-two has 2 partitions, but almanac.kafka.shards is 4");
        }
    }

    @Test
    void aTopicMadeByHandThatWouldLoseOrRefuseRecordsStopsTheStart(TestKafka.Broker broker) throws Exception {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers()).withShards(1);
        try (Admin admin = new KafkaClients(settings).admin()) {
            admin.createTopics(List.of(new NewTopic("setup-by-hand", 1, (short) 1))).all().get();
            assertUnfit(admin, settings, Map.of("cleanup.policy", "compact"),
                    "topic setup-by-hand has cleanup.policy=delete, but needs compact: ");
            assertUnfit(admin, settings, Map.of("max.message.bytes", "2097152"),
                    "topic setup-by-hand has max.message.bytes=1048588, but needs 2097152 or more: ");
            new TopicSetup(admin, settings).prepare(List.of(topic(
                    "setup-by-hand", Map.of("cleanup.policy", "delete", "max.message.bytes", "1000", "retention.ms", "7"))));
        }
    }

    private static void assertUnfit(Admin admin, KafkaSettings settings, Map<String, String> wanted, String message) {
        assertThatThrownBy(() -> new TopicSetup(admin, settings).prepare(List.of(topic("setup-by-hand", wanted))))
                .isInstanceOf(SetupFailed.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whatMustNotBeCreatedIsNamed(TestKafka.Broker broker) {
        KafkaSettings settings = new KafkaSettings(
                broker.bootstrapServers(), "g", "i", "", 2, (short) -1, false, Duration.ofSeconds(20),
                Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60), 10, null);
        try (Admin admin = new KafkaClients(settings).admin()) {
            assertThatThrownBy(() -> new TopicSetup(admin, settings).prepare(List.of(topic("setup-absent", Map.of()))))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("missing topics: setup-absent");
        }
    }

    @Test
    void aBrokerThatIsNotThereIsWaitedForInVain() {
        KafkaSettings settings = new KafkaSettings(
                "127.0.0.1:1", "g", "i", "", 2, (short) -1, true, Duration.ofSeconds(1),
                Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60), 10, null);
        try (Admin admin = new KafkaClients(settings).admin()) {
            assertThatThrownBy(() -> new TopicSetup(admin, settings).prepare(List.of(topic("any", Map.of()))))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("almanac.kafka.bootstrap-servers");
        }
    }

    @Test
    void onlyWhatWasCommittedIsRead(TestKafka.Broker broker) {
        KafkaSettings settings = KafkaSettings.of(broker.bootstrapServers()).withShards(1);
        KafkaClients clients = new KafkaClients(settings);
        Topic<byte[], byte[]> topic = topic("setup-transactions", Map.of());
        try (Admin admin = clients.admin();
                Producer<byte[], byte[]> producer = clients.transactional("setup-test");
                Consumer<byte[], byte[]> reader = clients.reader("reader");
                Consumer<byte[], byte[]> member = clients.groupMember("loop")) {
            new TopicSetup(admin, settings).prepare(List.of(topic));
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic.name(), new byte[] {1}));
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic.name(), new byte[] {2}));
            producer.commitTransaction();
            reader.assign(List.of(new TopicPartition(topic.name(), 0)));
            reader.seekToBeginning(reader.assignment());
            member.subscribe(List.of(topic.name()));
            assertThat(firstValue(reader)).isEqualTo("[2]");
            assertThat(firstValue(member)).isEqualTo("[2]");
        }
    }

    private static String firstValue(Consumer<byte[], byte[]> consumer) {
        ConsumerRecords<byte[], byte[]> records = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> consumer.poll(Duration.ofMillis(200)), it -> !it.isEmpty());
        return Arrays.toString(records.iterator().next().value());
    }

    private static Topic<byte[], byte[]> topic(String name, Map<String, String> settings) {
        return new Topic<>(name, Serdes.ByteArray(), Serdes.ByteArray(), settings);
    }
}
