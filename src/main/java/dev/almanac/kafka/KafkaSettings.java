package dev.almanac.kafka;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/// How Kafka is reached and used. Checked when read: a wrong value stops the start with a message that names its key.
/// Holds no secret: those belong into the properties file, which is named here and never printed.
///
/// @param bootstrapServers  host:port, one or several, comma separated
/// @param groupId           of the processes that share the shards
/// @param instanceId        tells this process from its peers and stays the same over restarts; the host name if not
///                          given
/// @param topicPrefix       before every topic name
/// @param shards            number of partitions of every topic; fixed once topics exist, because it decides where a
///                          location lives
/// @param replicationFactor of topics that Almanac creates; -1 takes the broker's default
/// @param createTopics      whether missing topics are created at start
/// @param setupTimeout      how long the start waits for the broker and for topics to become usable
/// @param sessionTimeout    without a heartbeat for this long a process loses its shards: short, because its locations
///                          stand still until then; longer than a pause of the collector or the network
/// @param heartbeatInterval a third of the session, so that two may get lost
/// @param maxPollInterval   a loop stuck for this long loses its shards even though it still beats
/// @param maxPollRecords    one turn's intake, which bounds one transaction
/// @param propertiesFile    a Java .properties file with settings for every client, such as TLS and SASL; or null
@ConfigurationProperties("almanac.kafka")
public record KafkaSettings(
        @Nullable String bootstrapServers,
        @Bindable(defaultValue = "almanac") String groupId,
        @Nullable String instanceId,
        @Bindable(defaultValue = "") String topicPrefix,
        @Bindable(defaultValue = "12") int shards,
        @Bindable(defaultValue = "-1") short replicationFactor,
        @Bindable(defaultValue = "true") boolean createTopics,
        @Bindable(defaultValue = "60s") Duration setupTimeout,
        @Bindable(defaultValue = "10s") Duration sessionTimeout,
        @Bindable(defaultValue = "3s") Duration heartbeatInterval,
        @Bindable(defaultValue = "60s") Duration maxPollInterval,
        @Bindable(defaultValue = "500") int maxPollRecords,
        @Nullable Path propertiesFile) {

    // What Kafka allows in topic names, less the length that our own names need.
    private static final String PREFIX = "[A-Za-z0-9._-]{0,150}";

    public KafkaSettings {
        check(bootstrapServers != null && !bootstrapServers.isBlank(), "bootstrap-servers",
                "must name the broker, such as localhost:9092");
        check(!groupId.isBlank(), "group-id", "must not be empty");
        instanceId = instanceId == null || instanceId.isBlank() ? hostName() : instanceId;
        topicPrefix = topicPrefix == null ? "" : topicPrefix;
        check(topicPrefix.matches(PREFIX), "topic-prefix", "may hold A-Z a-z 0-9 . _ - only, up to 150 of them");
        check(shards > 0, "shards", "must be positive");
        check(replicationFactor == -1 || replicationFactor > 0, "replication-factor", "must be positive, or -1");
        check(setupTimeout.isPositive(), "setup-timeout", "must be positive");
        check(heartbeatInterval.isPositive(), "heartbeat-interval", "must be positive");
        check(sessionTimeout.compareTo(heartbeatInterval) > 0, "session-timeout", "must exceed the heartbeat interval");
        check(maxPollInterval.compareTo(sessionTimeout) >= 0, "max-poll-interval",
                "must not be below the session timeout");
        check(maxPollRecords > 0, "max-poll-records", "must be positive");
    }

    /// This broker, with every other setting at its default.
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers, "almanac", null, "", 12, (short) -1, true, Duration.ofSeconds(60),
                Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(60), 500, null);
    }

    /// At least this long passes between the last moment of a process that dies and the moment its shards go to others: the
    /// session counts from its last heartbeat.
    public Duration deathUnnoticedFor() {
        return sessionTimeout.minus(heartbeatInterval);
    }

    public KafkaSettings withShards(int count) {
        return new KafkaSettings(
                bootstrapServers, groupId, instanceId, topicPrefix, count, replicationFactor, createTopics,
                setupTimeout,
                sessionTimeout, heartbeatInterval, maxPollInterval, maxPollRecords, propertiesFile);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("almanac.kafka.instance-id must be set: this host has no name", e);
        }
    }

    private static void check(boolean holds, String key, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("almanac.kafka." + key + " " + demand);
        }
    }
}
