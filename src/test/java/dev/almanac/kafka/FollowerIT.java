package dev.almanac.kafka;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.dev.EmbeddedKafka;
import dev.almanac.dev.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowerIT {
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final String TOPIC = "followed";

    private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger forgotten = new AtomicInteger();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private EmbeddedKafka kafka;
    private Follower follower;

    @BeforeEach
    void startABroker() {
        kafka = EmbeddedKafka.start();
    }

    @AfterEach
    void stop() {
        if (follower != null) {
            follower.close();
        }
        kafka.close();
    }

    @Test
    void itWaitsForATopicAndThenReadsAllOfIt() throws Exception {
        follow(null);
        Waiting.until("it says what it waits for", PATIENCE, () -> follower.state().failure().isPresent());
        createTopic();
        publish(0, "a", Instant.EPOCH);
        awaitTaken("a");
        Waiting.until("it has caught up", PATIENCE, () -> follower.state().caughtUp() && follower.state().failure().isEmpty());
    }

    @Test
    void whatIsOlderThanWantedIsNotRead() throws Exception {
        createTopic();
        Instant now = Instant.now();
        publish(0, "old", now.minus(Duration.ofHours(3)));
        publish(0, "young", now.minus(Duration.ofHours(1)));
        publish(1, "old, too", now.minus(Duration.ofHours(5)));
        follow(now.minus(Duration.ofHours(2)));
        awaitTaken("young");
        Waiting.until("it has caught up", PATIENCE, () -> follower.state().caughtUp());
        publish(1, "new", now);
        awaitTaken("young", "new");
    }

    @Test
    void whatWasAbortedIsNotTaken() throws Exception {
        createTopic();
        try (KafkaProducer<String, String> producer = producer(Map.of("transactional.id", "aborting"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, 0, "key", "aborted")).get();
            producer.abortTransaction();
        }
        publish(0, "said", Instant.now());
        follow(null);
        awaitTaken("said");
    }

    @Test
    void afterAnOutageItGoesOnWhereItStopped() throws Exception {
        createTopic();
        publish(0, "a", Instant.now());
        follow(null);
        awaitTaken("a");
        kafka.restart();
        publish(0, "b", Instant.now());
        awaitTaken("a", "b");
        assertThat(forgotten).hasValue(0);
    }

    @Test
    void aRecordThatCannotBeTakenIsNotPassedOver() throws Exception {
        createTopic();
        refusing.set(true);
        publish(0, "a", Instant.now());
        follow(null);
        Waiting.until("it tells why it stays behind", PATIENCE, () -> follower.state().failure()
                .filter(failure -> failure.getMessage().equals("cannot be taken")).isPresent());
        assertThat(follower.state().caughtUp()).isFalse();
        publish(0, "b", Instant.now());
        refusing.set(false);
        awaitTaken("a", "b");
        Waiting.until("all is well again", PATIENCE, () -> follower.state().caughtUp());
    }

    @Test
    void whereTheTopicHasLostItsPlaceItBeginsAnew() throws Exception {
        createTopic();
        refusing.set(true);
        publish(0, "a", Instant.now());
        publish(0, "b", Instant.now());
        publish(0, "c", Instant.now());
        follow(null);
        Waiting.until("it stays behind", PATIENCE, () -> follower.state().failure().isPresent());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(2))).all().get();
        }
        refusing.set(false);
        awaitTaken("c");
        assertThat(forgotten).hasValue(1);
    }

    @Test
    void itStopsAtOnce() throws Exception {
        createTopic();
        follow(null);
        Waiting.until("it has caught up", PATIENCE, () -> follower.state().caughtUp());
        Instant before = Instant.now();
        follower.close();
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(3));
        publish(0, "late", Instant.now());
        assertThat(taken).isEmpty();
    }

    private void follow(Instant from) {
        follower = new Follower("test", this::consumer, List.of(
                new Follower.Source(TOPIC, from, this::take, forgotten::incrementAndGet)), RETRY);
        follower.start();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (refusing.get()) {
            throw new IllegalStateException("cannot be taken");
        }
        taken.add(new String(record.value(), StandardCharsets.UTF_8));
    }

    private void awaitTaken(String... expected) {
        Waiting.until("it has taken " + List.of(expected), PATIENCE, () -> taken.equals(List.of(expected)));
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed", "auto.offset.reset", "none",
                "default.api.timeout.ms", "5000", "allow.auto.create.topics", false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
        }
    }

    private void publish(int partition, String value, Instant at) throws Exception {
        try (KafkaProducer<String, String> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(TOPIC, partition, at.toEpochMilli(), "key", value)).get();
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
