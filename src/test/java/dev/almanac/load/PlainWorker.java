package dev.almanac.load;

import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.Waiting;
import dev.almanac.kafka.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;

/// The [PlainConsumer] as a process, with topics and a group of its own, and what it says.
public final class PlainWorker implements AutoCloseable {
    private final String prefix = "plain-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Map<String, String> settings;
    private final Path log;
    private final Admin admin;
    private final TopicFollower<String> said;

    public PlainWorker(
            TestKafka.Broker broker, TestRegistry.Server registry, CalendarSimulator simulator, Path folder) {
        this.log = folder.resolve("plain.log");
        this.settings = Map.of(
                "PLAIN_KAFKA", broker.bootstrapServers(),
                "PLAIN_REGISTRY", registry.url(),
                "PLAIN_CALENDAR", simulator.baseUrl().toString(),
                "PLAIN_GROUP", prefix + "group",
                "PLAIN_COMMANDS", commandsTopic(),
                "PLAIN_RESULTS", prefix + "results");
        this.admin = broker.admin();
        String results = settings.get("PLAIN_RESULTS");
        kafka(() -> admin.createTopics(List.of(
                new NewTopic(commandsTopic(), AlmanacUnderTest.SHARDS, (short) 1),
                new NewTopic(results, AlmanacUnderTest.SHARDS, (short) 1))).all().get());
        this.said = new TopicFollower<>(
                broker.bootstrapServers(),
                new Topic<>(results, Serdes.String(), Serdes.String(), Map.of()));
    }

    public String commandsTopic() {
        return prefix + "commands";
    }

    public JavaProcess start() {
        return JavaProcess.startMain(PlainConsumer.class, settings, PlainConsumer.READY, log);
    }

    /// Its last word on each command, by command id.
    public Map<String, Reckoning.Said> said() {
        Map<String, Reckoning.Said> last = new HashMap<>();
        said.entries().forEach(entry -> last.put(
                entry.key(),
                entry.value().equals(PlainConsumer.SUCCEEDED) ? Reckoning.Said.DONE : Reckoning.Said.FAILED));
        return last;
    }

    /// Waits until it has moved on past all commands.
    public void awaitEnd(Duration patience) {
        Waiting.until("the plain consumer to have moved on past all commands", patience, () -> kafka(this::isAtEnd));
    }

    private boolean isAtEnd() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> done =
                admin.listConsumerGroupOffsets(settings.get("PLAIN_GROUP")).partitionsToOffsetAndMetadata().get();
        for (int partition = 0; partition < AlmanacUnderTest.SHARDS; partition++) {
            TopicPartition one = new TopicPartition(commandsTopic(), partition);
            long end = admin.listOffsets(Map.of(one, OffsetSpec.latest())).all().get().get(one).offset();
            if (end > 0 && (done.get(one) == null || done.get(one).offset() < end)) {
                return false;
            }
        }
        return true;
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    private static <T> T kafka(Question<T> question) {
        try {
            return question.ask();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        said.close();
        admin.close();
    }
}
