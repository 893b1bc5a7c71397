package dev.almanac.aggregate;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/// How the aggregates are computed. A value that cannot work stops the start with the name of its key.
///
/// @param stateDir           where the stores live; one of its own for each process of a machine. Losing it costs time,
///                           not figures: it is restored from the changelogs. Not among the temporary files, which
///                           others clear
/// @param threads            stream threads; partitions are shared out among them
/// @param commitInterval     between two commits; figures become visible with a commit, so this is most of their delay.
///                           Shorter ones cost the broker a transaction each
/// @param punctuationInterval how often appointments that have ended are looked for
/// @param storeMemoryBytes   for blocks and write buffers of all stores of the process together; RocksDB's own defaults
///                           are per store and partition, and add up to gigabytes
/// @param standbyReplicas   copies of the stores that other processes keep, to take over without reading the changelogs
///                           first; each costs what the stores cost
/// @param replicationFactor  of the changelogs; -1: the broker's default
/// @param stallTimeout       how long a task may be held up by time-outs before its thread is replaced. Longer than a
///                           broker's restart, so that an outage is waited for in place
/// @param failureBackoff     before a thread that failed is replaced, so that a lasting cause makes no busy loop
/// @param maxFailures        this many failures within `failureSpan` are survived, the next one stops the aggregates.
///                           Outages are not counted
/// @param failureSpan        see `maxFailures`
/// @param closeTimeout       for the threads to finish at shutdown
/// @param viewRetry          before the reader behind the queries asks the broker again after a failure
@ConfigurationProperties(AggregateSettings.PREFIX)
public record AggregateSettings(
        @Bindable(defaultValue = ".data/streams") Path stateDir,
        @Bindable(defaultValue = "1") int threads,
        @Bindable(defaultValue = "100ms") Duration commitInterval,
        @Bindable(defaultValue = "1s") Duration punctuationInterval,
        @Bindable(defaultValue = "67108864") long storeMemoryBytes,
        @Bindable(defaultValue = "0") int standbyReplicas,
        @Bindable(defaultValue = "-1") int replicationFactor,
        @Bindable(defaultValue = "15m") Duration stallTimeout,
        @Bindable(defaultValue = "5s") Duration failureBackoff,
        @Bindable(defaultValue = "5") int maxFailures,
        @Bindable(defaultValue = "10m") Duration failureSpan,
        @Bindable(defaultValue = "10s") Duration closeTimeout,
        @Bindable(defaultValue = "2s") Duration viewRetry) {

    static final String PREFIX = "almanac.aggregates";
    private static final long LEAST_STORE_MEMORY = 1 << 20;
    private static final int MOST_REPLICAS = Short.MAX_VALUE;

    public AggregateSettings {
        check(!stateDir.toString().isBlank(), "state-dir", "must name a directory");
        check(threads > 0, "threads", "must be at least 1");
        positive(commitInterval, "commit-interval");
        positive(punctuationInterval, "punctuation-interval");
        check(storeMemoryBytes >= LEAST_STORE_MEMORY, "store-memory-bytes", "must be at least " + LEAST_STORE_MEMORY);
        check(standbyReplicas >= 0, "standby-replicas", "must not be negative");
        check(
                replicationFactor == -1 || replicationFactor > 0 && replicationFactor <= MOST_REPLICAS,
                "replication-factor", "must be -1 or at least 1");
        positive(stallTimeout, "stall-timeout");
        positive(failureBackoff, "failure-backoff");
        check(maxFailures >= 0, "max-failures", "must not be negative");
        positive(failureSpan, "failure-span");
        positive(closeTimeout, "close-timeout");
        positive(viewRetry, "view-retry");
    }

    private static void positive(Duration value, String key) {
        check(value.toMillis() > 0, key, "must be at least 1ms");
    }

    private static void check(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + "." + key + " " + rule);
        }
    }
}
