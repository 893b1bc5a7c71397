package dev.almanac;

import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.http.HealthSignals.Health;
import dev.almanac.kafka.Follower;
import dev.almanac.shard.LocationStatus;
import dev.almanac.shard.LocationTable;
import dev.almanac.shard.ShardLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/// How the parts of a process are, in words. Liveness tells of what only a restart can mend; whatever waits for Kafka, the
/// registry or the vendor makes it not ready.
final class NodeHealth {
    private static final Health STARTING = new Health(false, "starting");
    private static final int MOST_CHARACTERS = 300;

    private NodeHealth() {}

    /// Alive while every loop is; told of the one that is worst off.
    static Health loopsAlive(List<ShardLoop.State> loops, Duration stalledAfter, Instant now) {
        if (loops == null) {
            return new Health(true, "starting");
        }
        for (ShardLoop.State loop : loops) {
            if (loop.ended()) {
                return new Health(false, "ended: " + loop.failure());
            }
        }
        Duration since = loops.stream()
                .map(loop -> Duration.between(loop.progressAt(), now))
                .max(Duration::compareTo)
                .orElseThrow();
        return new Health(since.compareTo(stalledAfter) < 0, "last turn " + since.toSeconds() + " s ago");
    }

    /// Ready when every loop is; told are all that are not working, else the sums.
    static Health loopsReady(List<ShardLoop.State> loops) {
        if (loops == null) {
            return STARTING;
        }
        String failures = loops.stream()
                .map(ShardLoop.State::failure)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("; "));
        if (!failures.isEmpty()) {
            return new Health(false, failures);
        }
        int active = sum(loops, ShardLoop.State::active);
        int owned = sum(loops, ShardLoop.State::owned);
        int setAside = sum(loops, ShardLoop.State::setAside);
        String counts = "%d of %d shards active, %d commands waiting, %d in doubt".formatted(
                active, owned, sum(loops, ShardLoop.State::waiting), sum(loops, ShardLoop.State::inDoubt));
        if (setAside > 0) {
            counts += ", %d locations stand still after a defect, see the log".formatted(setAside);
        }
        return new Health(active == owned && loops.stream().allMatch(ShardLoop.State::joined), counts);
    }

    private static int sum(List<ShardLoop.State> loops, ToIntFunction<ShardLoop.State> count) {
        return loops.stream().mapToInt(count).sum();
    }

    /// Ready while a broker answers.
    static Health kafkaReady(Optional<String> trouble) {
        return new Health(trouble.isEmpty(), trouble.map(NodeHealth::brief).orElse("answers"));
    }

    /// Ready while changes of the locations are taken in.
    static Health locationsReady(LocationTable locations) {
        if (locations == null) {
            return STARTING;
        }
        String trouble = locations.trouble();
        return new Health(
                trouble == null && locations.isCaughtUp(),
                trouble != null ? brief(trouble) : locations.isCaughtUp() ? "read to the end" : "reading");
    }

    /// Ready unless nothing can be done for any location: the vendor cannot be reached, or accepts no token, or a defect showed.
    static Health calendarReady(List<LocationStatus> locations) {
        long unreachable = count(locations, LocationStatus.State.UNREACHABLE);
        long denied = count(locations, LocationStatus.State.DENIED);
        long setAside = count(locations, LocationStatus.State.SET_ASIDE);
        long stuck = unreachable + denied + setAside;
        long inPart = locations.stream().filter(location -> !location.denied().isEmpty()).count();
        return new Health(
                stuck == 0 || stuck < locations.size(),
                "%d of %d locations cannot be reached, %d are denied, %d stand still; %d have a token that may not do everything"
                        .formatted(unreachable, locations.size(), denied, setAside, inPart));
    }

    private static long count(List<LocationStatus> locations, LocationStatus.State state) {
        return locations.stream().filter(location -> location.state() == state).count();
    }

    /// Ready while the figures follow. That they have stopped for good is no liveness: the same record would stop them again in every
    /// process that is restarted because of it, and bookings with them.
    static Health streamsReady(AggregateStreams.State state) {
        if (state == null) {
            return STARTING;
        }
        String how = state.failed() ? "stopped, only a restart helps" : state.streams().toString();
        if (state.restoring() > 0) {
            how += ", about " + state.restoring() + " records to restore";
        }
        return new Health(
                state.running(), how + state.failure().map(failure -> ", last failure: " + brief(failure)).orElse(""));
    }

    static Health viewsReady(Follower.State state) {
        if (state == null) {
            return STARTING;
        }
        return new Health(
                state.caughtUp(),
                state.failure().map(NodeHealth::brief).orElse(state.caughtUp() ? "read to the end" : "reading"));
    }

    private static String brief(Throwable failure) {
        return brief(failure.toString());
    }

    /// Kafka Streams puts whole stack traces into messages; they are in the log.
    private static String brief(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
