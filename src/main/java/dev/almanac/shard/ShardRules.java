package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.command.CommandSettings;
import java.time.Duration;

/// The settings that a shard decides by.
///
/// @param callDeadline      after which every call is given up
/// @param deathUnnoticedFor at least so long has a process made no call when its shard goes to another one, unless it gave
///                          the shard up
public record ShardRules(
        ShardSettings shard, CommandSettings commands, Duration callDeadline, Duration deathUnnoticedFor) {
    public ShardRules {
        requireNonNull(shard, "shard");
        requireNonNull(commands, "commands");
        requireNonNull(callDeadline, "callDeadline");
        requireNonNull(deathUnnoticedFor, "deathUnnoticedFor");
    }

    /// How long a new owner waits before its first call where its predecessor left no word: the rest of an interval after what
    /// may have been its last call.
    Duration quietAfterDeath() {
        Duration rest = shard.burstInterval().minus(deathUnnoticedFor);
        return rest.isPositive() ? rest : Duration.ZERO;
    }

    /// How long a process that cannot give its shards up in an orderly way keeps them without a call, so that the next owner
    /// may take it for dead.
    Duration quietBeforeLeaving() {
        return shard.burstInterval().minus(quietAfterDeath());
    }
}
