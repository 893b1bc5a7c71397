package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes Kafka clients, with every setting that is not Kafka's default spelled out. All speak bytes: reading and
/// writing values is the caller's, who can then decide what an unreadable one means. The caller closes what it asked
/// for.
public final class KafkaClients {
    /// An open transaction is aborted by the broker after this long: a dead process's pending offsets block its
    /// successor no longer, and no turn of a loop takes as long.
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /// The largest record: a command of the broker's default limit (1 MiB) fits on the dead-letter topic with its
    /// headers, a change with the rows before and after.
    public static final int MAX_RECORD_BYTES = 2 * 1024 * 1024;

    /// What somebody else wrote and is written again, with some headers more, fits into a topic with a broker's defaults, which is
    /// 1 MiB for a batch.
    public static final int MAX_FOREIGN_RECORD_BYTES = 900_000;

    // A request must fail before its transaction does, so that the loop hears the reason and not the consequence.
    private static final Duration TRANSACTION_REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TRANSACTION_DELIVERY_TIMEOUT = Duration.ofSeconds(8);

    // How Kafka Streams is told which of its consumers is meant: the one that belongs to the group.
    private static final String MAIN_CONSUMER = "main.consumer.";

    private final KafkaSettings settings;
    private final Map<String, Object> extra;

    /// @throws SetupFailed if the properties file cannot be read
    public KafkaClients(KafkaSettings settings) {
        this.settings = requireNonNull(settings, "settings");
        this.extra = settings.propertiesFile() == null ? Map.of() : read(settings.propertiesFile());
    }

    /// What Kafka Streams needs to reach the cluster, and to notice a dead member as soon as the shards do. May hold secrets: not
    /// to be printed.
    public Map<String, Object> streams() {
        Map<String, Object> streams = connection();
        streams.put(MAIN_CONSUMER + ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(settings.sessionTimeout()));
        streams.put(MAIN_CONSUMER + ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(settings.heartbeatInterval()));
        return streams;
    }

    /// The first client that is made, and so the one that notices settings no client can use.
    ///
    /// @throws SetupFailed naming the setting; what Kafka says of its own properties is not repeated, it may quote a secret
    public Admin admin() {
        try {
            return Admin.create(named("admin"));
        } catch (KafkaException refused) {
            String told = refused.getCause() instanceof ConfigException cause ? cause.getMessage() : "";
            throw told.contains("bootstrap")
                    ? new SetupFailed("almanac.kafka.bootstrap-servers must be host:port, comma separated: " + told, refused)
                    : new SetupFailed("almanac.kafka.properties-file holds settings that Kafka refuses", refused);
        }
    }

    /// A member of the group that shares the shards; `loop` tells several in one process apart.
    public Consumer<byte[], byte[]> groupMember(String loop) {
        Map<String, Object> consumer = consumer(loop);
        consumer.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        // The protocol with which clients decide the assignment; shards that stay are not interrupted.
        consumer.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        consumer.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        consumer.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(settings.sessionTimeout()));
        consumer.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(settings.heartbeatInterval()));
        consumer.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(settings.maxPollInterval()));
        consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxPollRecords());
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// A reader outside every group, which is told what to read: for restores and for following a topic.
    public Consumer<byte[], byte[]> reader(String name) {
        return new KafkaConsumer<>(consumer(name), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// A producer of transactions; whoever takes the same id next fences it off.
    public Producer<byte[], byte[]> transactional(String transactionalId) {
        Map<String, Object> producer = producerSettings(transactionalId);
        producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(TRANSACTION_TIMEOUT));
        // The broker answers "still finishing the last one" to back-to-back transactions. With the default pause of 100
        // ms a turn takes 25 ms, with this one 5.
        producer.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        producer.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 10);
        // A turn ends with a flush, so waiting for company would only delay it.
        producer.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(TRANSACTION_REQUEST_TIMEOUT));
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(TRANSACTION_DELIVERY_TIMEOUT));
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(TRANSACTION_TIMEOUT));
        return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// A producer of single records, each written once and in order.
    public Producer<byte[], byte[]> producer(String name) {
        return new KafkaProducer<>(producerSettings(name), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public String toString() {
        return "KafkaClients[" + settings + "]";
    }

    private Map<String, Object> connection() {
        Map<String, Object> connection = new HashMap<>(extra);
        connection.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        return connection;
    }

    private Map<String, Object> consumer(String name) {
        Map<String, Object> consumer = named(name);
        // What was aborted was never said.
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Offsets are committed with the writes they belong to, in one transaction.
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A first start begins with what is there; nothing published before it is skipped.
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A typing error must not create a topic.
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return consumer;
    }

    private Map<String, Object> producerSettings(String name) {
        Map<String, Object> producer = named(name);
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Rows of one location repeat themselves. Every Kafka client reads gzip; kafkajs reads nothing else.
        producer.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        // The client compares before compression.
        producer.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES + 64 * 1024);
        return producer;
    }

    private Map<String, Object> named(String name) {
        Map<String, Object> client = connection();
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.groupId() + "-" + settings.instanceId() + "-" + name);
        return client;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SetupFailed("almanac.kafka.properties-file: cannot read " + file + " (" + e.getMessage()
                    + ")", e);
        }
        Map<String, Object> read = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> read.put(name, properties.getProperty(name)));
        return read;
    }
}
