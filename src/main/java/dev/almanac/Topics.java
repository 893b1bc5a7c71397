package dev.almanac;

import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import dev.almanac.kafka.KafkaClients;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import dev.almanac.wire.Registry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Every topic, in one place. All have the same number of partitions, and a location's records stand in partition
/// `murmur2(locationId) mod shards` of each, whatever their key ([dev.almanac.kafka.Placement]).
///
/// @param commands     written by upstream systems, key locationId; read by the shards
/// @param results      written by the shards, key commandId; read by whoever sent the commands
/// @param deadLetters  written by the shards, key and value as received; read by operators
/// @param journal      written and read by the shards alone, key locationId/commandId
/// @param locations    written from the locations file, key locationId; read by every process
/// @param appointments written by the shards, key appointmentId; read by them at restore, by the aggregates and by
///                     others
/// @param changes      written by the shards, key appointmentId; read by CRM, billing, reminders and the like
/// @param blockedTime  written by the shards, key block id; read by them at restore, by the utilization aggregate, by
///                     others
/// @param noShows      written by the no-show aggregate, key locationId/scope/scopeId/day; read by the HTTP face and
///                     others
/// @param utilization  written by the utilization aggregate, key as above; read by the HTTP face and others
public record Topics(
        Topic<String, AppointmentCommand> commands,
        Topic<String, CommandResult> results,
        Topic<byte[], byte[]> deadLetters,
        Topic<String, JournalEntry> journal,
        Topic<String, Location> locations,
        Topic<String, AppointmentRow> appointments,
        Topic<String, AppointmentChange> changes,
        Topic<String, BlockedTimeRow> blockedTime,
        Topic<String, NoShows> noShows,
        Topic<String, Utilization> utilization) {

    /// How long commands and results are kept. A command may be published again for as long, so the dedupe window must
    /// not be shorter.
    public static final Duration COMMAND_RETENTION = Duration.ofDays(7);

    // Time to look into a dead letter, and for a reader of changes to come back from a long outage.
    private static final Duration LONG_RETENTION = Duration.ofDays(30);
    // A compacted topic is cleaned only behind its open segment: at this pace a restore reads little that is outdated.
    private static final Duration SEGMENT = Duration.ofHours(1);
    // No outdated row, and no data of a person who asked to be forgotten, outlives this.
    private static final Duration COMPACTION_LAG = Duration.ofDays(1);

    /// The topics under this prefix, with the registry's serdes.
    public static Topics of(String prefix, Registry registry) {
        String commands = prefix + "appointment-commands";
        String results = prefix + "command-results";
        String journal = prefix + "command-journal";
        String locations = prefix + "locations";
        String appointments = prefix + "appointments";
        String changes = prefix + "appointment-changes";
        String blockedTime = prefix + "blocked-time";
        String noShows = prefix + "no-shows";
        String utilization = prefix + "utilization";
        return new Topics(
                topic(commands, registry.commands(commands), arrivals(COMMAND_RETENTION)),
                topic(results, registry.results(results), deleted(COMMAND_RETENTION)),
                new Topic<>(prefix + "appointment-commands-dlq", Serdes.ByteArray(), Serdes.ByteArray(),
                        large(arrivals(LONG_RETENTION))),
                topic(journal, registry.journal(journal), compacted()),
                topic(locations, registry.locations(locations), compacted()),
                topic(appointments, registry.appointments(appointments), large(compactedRows())),
                topic(changes, registry.changes(changes), large(deleted(LONG_RETENTION))),
                topic(blockedTime, registry.blockedTime(blockedTime), large(compactedRows())),
                topic(noShows, registry.noShows(noShows), compacted()),
                topic(utilization, registry.utilization(utilization), compacted()));
    }

    public List<Topic<?, ?>> all() {
        return List.of(
                commands, results, deadLetters, journal, locations, appointments, changes, blockedTime, noShows,
                utilization);
    }

    private static <V> Topic<String, V> topic(String name, Serde<V> values, Map<String, String> settings) {
        return new Topic<>(name, Serdes.String(), values, settings);
    }

    private static Map<String, String> deleted(Duration retention) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, millis(retention));
    }

    // Kept from their arrival: a sender whose clock is wrong must not have its commands deleted unread.
    private static Map<String, String> arrivals(Duration retention) {
        return with(deleted(retention), TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }

    private static Map<String, String> compacted() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_MS_CONFIG, millis(SEGMENT),
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(COMPACTION_LAG));
    }

    // Rows long gone end in a tombstone; a reader that was away for less than this still sees it.
    private static Map<String, String> compactedRows() {
        return with(compacted(), TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(LONG_RETENTION));
    }

    // Above the broker's default of 1 MiB, which a record may have reached before something was added to it.
    private static Map<String, String> large(Map<String, String> settings) {
        return with(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(KafkaClients.MAX_RECORD_BYTES));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
