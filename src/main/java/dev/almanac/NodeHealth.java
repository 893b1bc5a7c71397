package dev.almanac;

import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.aggregate.CellViews;
import dev.almanac.http.HealthSignals.Health;
import dev.almanac.shard.ShardLoop;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.KafkaStreams;

/// How the parts of a process are, in words. Liveness tells of Almanac's own progress only; whatever waits for Kafka, the
/// registry or the vendor makes it not ready.
final class NodeHealth {
    private static final Health STARTING = new Health(false, "starting");

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
        return new Health(
                state.streams() == KafkaStreams.State.RUNNING,
                state.streams() + state.failure().map(failure -> ", last failure: " + failure).orElse(""));
    }

    static Health viewsReady(CellViews.State state) {
        if (state == null) {
            return STARTING;
        }
        return new Health(
                state.caughtUp(),
                state.failure().map(Throwable::toString).orElse(state.caughtUp() ? "read to the end" : "reading"));
    }
}
