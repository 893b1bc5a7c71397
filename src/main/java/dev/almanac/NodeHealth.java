package dev.almanac;

import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.aggregate.CellViews;
import dev.almanac.http.HealthSignals.Health;
import dev.almanac.shard.ShardLoop;
import java.time.Duration;
import java.time.Instant;

/// How the parts of a process are, in words. Liveness tells of Almanac's own progress only; whatever waits for Kafka, the
/// registry or the vendor makes it not ready.
final class NodeHealth {
    private static final Health STARTING = new Health(false, "starting");
    private static final int MOST_CHARACTERS = 300;

    private NodeHealth() {}

    static Health loopAlive(ShardLoop.State state, Duration stalledAfter, Instant now) {
        if (state == null) {
            return new Health(true, "starting");
        }
        if (state.ended()) {
            return new Health(false, "ended: " + state.failure());
        }
        Duration since = Duration.between(state.progressAt(), now);
        return new Health(since.compareTo(stalledAfter) < 0, "last turn " + since.toSeconds() + " s ago");
    }

    static Health loopReady(ShardLoop.State state) {
        if (state == null) {
            return STARTING;
        }
        if (state.failure() != null) {
            return new Health(false, state.failure());
        }
        String counts = "%d of %d shards active, %d commands waiting, %d in doubt"
                .formatted(state.active(), state.owned(), state.waiting(), state.inDoubt());
        if (state.setAside() > 0) {
            counts += ", %d locations stand still after a defect, see the log".formatted(state.setAside());
        }
        return new Health(state.joined() && state.active() == state.owned(), counts);
    }

    static Health streamsReady(AggregateStreams.State state) {
        if (state == null) {
            return STARTING;
        }
        String how = state.failed() ? "stopped, only a restart helps" : state.streams().toString();
        return new Health(
                state.running(), how + state.failure().map(failure -> ", last failure: " + brief(failure)).orElse(""));
    }

    static Health viewsReady(CellViews.State state) {
        if (state == null) {
            return STARTING;
        }
        return new Health(
                state.caughtUp(),
                state.failure().map(NodeHealth::brief).orElse(state.caughtUp() ? "read to the end" : "reading"));
    }

    /// Kafka Streams puts whole stack traces into messages; they are in the log.
    private static String brief(Throwable failure) {
        String line = failure.toString().lines().findFirst().orElse("");
        return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "…";
    }
}
