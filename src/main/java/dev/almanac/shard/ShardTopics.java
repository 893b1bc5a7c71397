package dev.almanac.shard;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.JournalEntry;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;

/// The topics that a shard reads.
///
/// @param commands name only: commands are decoded where failures to do so are told apart
public record ShardTopics(
        String commands,
        Topic<String, JournalEntry> journal,
        Topic<String, AppointmentRow> appointments,
        Topic<String, BlockedTimeRow> blockedTime,
        Topic<String, Location> locations,
        int shards) {}
