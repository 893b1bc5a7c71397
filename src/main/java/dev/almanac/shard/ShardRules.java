package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.command.CommandSettings;
import java.time.Duration;

/// The settings that a shard decides by.
///
/// @param callDeadline after which every call is given up
public record ShardRules(ShardSettings shard, CommandSettings commands, Duration callDeadline) {
    public ShardRules {
        requireNonNull(shard, "shard");
        requireNonNull(commands, "commands");
        requireNonNull(callDeadline, "callDeadline");
    }
}
