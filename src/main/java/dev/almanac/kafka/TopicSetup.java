package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that every topic is there, has the right number of partitions, keeps what it must and takes records. Waits for a broker that
/// does not answer, up to the settings' set-up time-out. Never changes a topic that exists.
public final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

    // One look; a broker that takes longer is asked again.
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    private final Admin admin;
    private final KafkaSettings settings;
    /// As first looked at during operation.
    private final Map<String, Uuid> ids = new ConcurrentHashMap<>();

    public TopicSetup(Admin admin, KafkaSettings settings) {
        this.admin = requireNonNull(admin, "admin");
        this.settings = requireNonNull(settings, "settings");
    }

    /// Creates what is missing and returns once all partitions can be written.
    ///
    /// @throws SetupFailed if a topic has another number of partitions or an unfit setting, is missing and must not be created, or the
    ///                     broker did not answer in time
    public void prepare(Collection<? extends Topic<?, ?>> topics) {
        Patience patience = new Patience(settings.setupTimeout());
        Exception last;
        do {
            try {
                create(missing(topics));
                check(topics);
                awaitWritable(topics);
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new SetupFailed("Kafka refuses to set up topics: " + e.getCause().getMessage(), e);
                }
                last = e;
            } catch (TimeoutException e) {
                last = e;
            }
        } while (patience.pause());
        throw new SetupFailed(
                "no usable answer from Kafka at " + settings.bootstrapServers() + " within " + settings.setupTimeout().toSeconds()
                        + " s (almanac.kafka.bootstrap-servers, almanac.kafka.setup-timeout); last: " + reason(last),
                last);
    }

    /// A topic whose number of partitions is not the settings', or that is not the one of the first look any more, in words; for looks
    /// during operation.
    ///
    /// @throws ExecutionException if the broker refuses
    /// @throws TimeoutException   if it does not answer
    public Optional<String> misplaced(Collection<? extends Topic<?, ?>> topics)
            throws ExecutionException, TimeoutException {
        Map<String, TopicDescription> described =
                get(admin.describeTopics(topics.stream().map(Topic::name).toList()).allTopicNames());
        return described.values().stream()
                .filter(it -> it.partitions().size() != settings.shards())
                .map(it -> "topic " + it.name() + " has " + it.partitions().size()
                        + " partitions, but almanac.kafka.shards is " + settings.shards()
                        + ": set shards to the number that all topics were created with; where the topics differ,"
                        + " recreate the wrong one, because adding partitions moves locations away from their records")
                .findFirst()
                .or(() -> described.values().stream()
                        .filter(it -> !it.topicId().equals(ids.computeIfAbsent(it.name(), _ -> it.topicId())))
                        .map(it -> "topic " + it.name() + " was deleted and made anew while this process ran, and records of it may"
                                + " have been passed over: stop all processes and whoever publishes, delete the offsets of the"
                                + " consumer group, start again, and publish again what has no result")
                        .findFirst());
    }

    private List<? extends Topic<?, ?>> missing(Collection<? extends Topic<?, ?>> topics)
            throws ExecutionException, TimeoutException {
        var present = get(admin.listTopics().names());
        List<? extends Topic<?, ?>> missing = topics.stream().filter(it -> !present.contains(it.name())).toList();
        if (!missing.isEmpty() && !settings.createTopics()) {
            throw new SetupFailed("missing topics: " + names(missing)
                    + "; create them with " + settings.shards() + " partitions or set almanac.kafka.create-topics");
        }
        return missing;
    }

    private void create(List<? extends Topic<?, ?>> missing) throws ExecutionException, TimeoutException {
        List<NewTopic> created = missing.stream()
                .map(it -> new NewTopic(
                                it.name(), Optional.of(settings.shards()), replication(settings.replicationFactor()))
                        .configs(it.settings()))
                .toList();
        for (KafkaFuture<Void> creation : admin.createTopics(created).values().values()) {
            try {
                get(creation);
            } catch (ExecutionException e) {
                // A peer that starts at the same time was first.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static Optional<Short> replication(short factor) {
        return factor == -1 ? Optional.empty() : Optional.of(factor);
    }

    private void check(Collection<? extends Topic<?, ?>> topics) throws ExecutionException, TimeoutException {
        Optional<String> problem = misplaced(topics);
        problem = problem.isPresent() ? problem : unfit(topics);
        if (problem.isPresent()) {
            throw new SetupFailed(problem.get());
        }
    }

    /// A topic made by somebody else that would lose what it is to keep, or refuse what it is to take, in words. A record that is
    /// refused would be refused with every attempt, and hold up its shard.
    private Optional<String> unfit(Collection<? extends Topic<?, ?>> topics) throws ExecutionException, TimeoutException {
        Map<ConfigResource, Config> found;
        try {
            found = get(admin.describeConfigs(topics.stream().map(TopicSetup::resource).toList()).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn("The settings of the topics may not be looked at, and are taken for right: {}", e.getCause().getMessage());
                return Optional.empty();
            }
            throw e;
        }
        return topics.stream().flatMap(topic -> unfit(topic, found.get(resource(topic)))).findFirst();
    }

    private static Stream<String> unfit(Topic<?, ?> topic, Config found) {
        Function<String, Stream<String>> wanted = setting -> Optional.ofNullable(topic.settings().get(setting)).stream();
        Stream<String> cleanup = wanted.apply(TopicConfig.CLEANUP_POLICY_CONFIG)
                .filter(policy -> isTold(found, TopicConfig.CLEANUP_POLICY_CONFIG))
                .filter(policy -> !policy.equals(value(found, TopicConfig.CLEANUP_POLICY_CONFIG)));
        Stream<String> size = wanted.apply(TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .filter(bytes -> isTold(found, TopicConfig.MAX_MESSAGE_BYTES_CONFIG))
                .filter(bytes -> Long.parseLong(bytes) > Long.parseLong(value(found, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)));
        return Stream.concat(
                cleanup.map(policy -> unfit(topic, found, TopicConfig.CLEANUP_POLICY_CONFIG, policy)),
                size.map(bytes -> unfit(topic, found, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, bytes + " or more")));
    }

    private static String unfit(Topic<?, ?> topic, Config found, String setting, String wanted) {
        return "topic %s has %s=%s, but needs %s: change it with kafka-configs, because Almanac changes no topic that exists"
                .formatted(topic.name(), setting, value(found, setting), wanted);
    }

    /// Not every service that speaks Kafka's protocol tells every setting.
    private static boolean isTold(Config found, String setting) {
        return found != null && found.get(setting) != null && found.get(setting).value() != null;
    }

    private static String value(Config found, String setting) {
        return found.get(setting).value();
    }

    private static ConfigResource resource(Topic<?, ?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    // Right after a topic was created, records written to it can be lost (KAFKA-15591). A partition that tells its end
    // has a leader that knows it.
    private void awaitWritable(Collection<? extends Topic<?, ?>> topics) throws ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = topics.stream()
                .flatMap(this::partitions)
                .collect(Collectors.toMap(it -> it, it -> OffsetSpec.latest()));
        get(admin.listOffsets(ends).all());
    }

    private Stream<TopicPartition> partitions(Topic<?, ?> topic) {
        return IntStream.range(0, settings.shards()).mapToObj(it -> new TopicPartition(topic.name(), it));
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.get(REQUEST_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupFailed("interrupted while setting up topics", e);
        }
    }

    private static String reason(Exception last) {
        Throwable reason = last instanceof ExecutionException ? last.getCause() : last;
        return reason instanceof UnknownTopicOrPartitionException
                ? "a new topic is not known everywhere yet"
                : reason.getClass().getSimpleName() + (reason.getMessage() == null ? "" : ": " + reason.getMessage());
    }

    private static String names(Collection<? extends Topic<?, ?>> topics) {
        return topics.stream().map(Topic::name).sorted().collect(Collectors.joining(", "));
    }
}
