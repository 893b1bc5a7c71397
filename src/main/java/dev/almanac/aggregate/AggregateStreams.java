package dev.almanac.aggregate;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the aggregate topology, exactly once. A thread that fails is replaced after a pause; outages are waited for
/// without limit, other failures up to a limit. Past that it stops for good, and [#state] keeps the cause.
public final class AggregateStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AggregateStreams.class);

    private static final int RETRY_BACKOFF_MS = 5;
    private static final int RETRY_BACKOFF_MAX_MS = 50;

    private final Supplier<KafkaStreams> prepare;
    private final AggregateSettings settings;
    private final InstantSource clock;
    private final FailureLimit limit;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final RestoreProgress restore;
    private volatile KafkaStreams streams;
    private volatile Throwable lastFailure;

    /// How it is.
    ///
    /// @param failure   the last one seen, also where it has been survived
    /// @param restoring records that are still to be read back into the stores, about
    public record State(KafkaStreams.State streams, Optional<Throwable> failure, long restoring) {
        /// Computing, with all its stores restored.
        public boolean running() {
            return streams == KafkaStreams.State.RUNNING;
        }

        /// Stopped by a failure: only a restart of the process helps.
        public boolean failed() {
            return streams == KafkaStreams.State.ERROR || streams == KafkaStreams.State.PENDING_ERROR;
        }
    }

    /// Prepares it; nothing runs before [#start].
    ///
    /// @param groupId the application's id is this with `-aggregates`; it names the consumer group and the changelogs
    /// @param clients settings that all Kafka clients share: `bootstrap.servers`, security
    public AggregateStreams(
            Topology topology,
            AggregateSettings settings,
            String groupId,
            Map<String, Object> clients,
            InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.restore = new RestoreProgress(clock);
        this.limit = new FailureLimit(settings.maxFailures(), settings.failureSpan());
        this.prepare = () -> {
            KafkaStreams prepared = new KafkaStreams(topology, properties(settings, groupId, clients));
            prepared.setUncaughtExceptionHandler(this::afterFailure);
            prepared.setGlobalStateRestoreListener(restore);
            return prepared;
        };
        this.streams = prepare.get();
    }

    /// Starts it. Local state is a copy: where a killed process has left it such that it cannot be opened, it is thrown away
    /// and read again from Kafka.
    public void start() {
        try {
            streams.start();
        } catch (ProcessorStateException unusable) {
            LOG.warn("The local state of the aggregates cannot be opened and is read again: {}", unusable.getMessage());
            streams.close(CloseOptions.timeout(settings.closeTimeout()));
            streams = prepare.get();
            streams.cleanUp();
            streams.start();
        }
    }

    public State state() {
        return new State(streams.state(), Optional.ofNullable(lastFailure), restore.recordsLeft());
    }

    /// Finishes what is under way and leaves the group, so that others take over at once.
    @Override
    public void close() {
        closing.countDown();
        CloseOptions options = CloseOptions.timeout(settings.closeTimeout())
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(options)) {
            LOG.warn("The aggregates did not stop within {}", settings.closeTimeout());
        }
    }

    private StreamThreadExceptionResponse afterFailure(Throwable failure) {
        lastFailure = failure;
        if (!limit.allows(failure, clock.instant())) {
            LOG.error("The aggregates stop: more than {} failures within {}",
                    settings.maxFailures(), settings.failureSpan(), failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("A thread of the aggregates failed and is replaced in {}", settings.failureBackoff(), failure);
        pause();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /// On the failed thread itself, which has nothing else to do; a shutdown ends it.
    private void pause() {
        try {
            closing.await(settings.failureBackoff().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Properties properties(AggregateSettings settings, String groupId, Map<String, Object> clients) {
        Map<String, Object> all = new HashMap<>(clients);
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, groupId + "-aggregates");
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        all.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        all.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, settings.stallTimeout().toMillis());
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreMemory.class);
        all.put(StoreMemory.BYTES, settings.storeMemoryBytes());
        // Names of stores and changelogs are a contract; a generated one would change with the code.
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // The broker answers "still finishing the last one" to back-to-back transactions; the default pause of 100 ms after
        // that would be most of the delay of a figure.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MS);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG), RETRY_BACKOFF_MAX_MS);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }
}
