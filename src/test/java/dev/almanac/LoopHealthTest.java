package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.http.HealthSignals.Health;
import dev.almanac.shard.ShardLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopHealthTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

    @Test
    void aLoopThatHasEndedIsNotAliveAndSaysWhy() {
        Health health = alive(state("java.lang.OutOfMemoryError", 0, true));

        assertThat(health.up()).isFalse();
        assertThat(health.detail()).contains("OutOfMemoryError");
    }

    @Test
    void aLoopThatWaitsForKafkaIsAliveAndNotReady() {
        ShardLoop.State waiting = state("no broker", 0, false);

        assertThat(alive(waiting).up()).isTrue();
        assertThat(NodeHealth.loopsReady(List.of(waiting)).up()).isFalse();
        assertThat(NodeHealth.loopsAlive(List.of(waiting), Duration.ofSeconds(60), T0.plusSeconds(60)).up()).isFalse();
    }

    @Test
    void locationsThatStandStillAreToldWhileTheOthersAreServed() {
        Health health = NodeHealth.loopsReady(List.of(state(null, 2, false)));

        assertThat(health.up()).isTrue();
        assertThat(health.detail()).contains("2 locations stand still");
    }

    @Test
    void severalLoopsAreToldTogetherAndEachOneCounts() {
        Health all = NodeHealth.loopsReady(List.of(state(null, 0, false), state(null, 1, false)));
        assertThat(all.up()).isTrue();
        assertThat(all.detail()).isEqualTo(
                "6 of 6 shards active, 0 commands waiting, 0 in doubt, 1 locations stand still after a defect, see the log");

        List<ShardLoop.State> oneOfTwo = List.of(state(null, 0, false), state("no broker", 0, true));
        assertThat(NodeHealth.loopsReady(oneOfTwo).up()).isFalse();
        assertThat(NodeHealth.loopsReady(oneOfTwo).detail()).isEqualTo("no broker");
        assertThat(NodeHealth.loopsAlive(oneOfTwo, Duration.ofSeconds(60), T0).up()).isFalse();
    }

    private static Health alive(ShardLoop.State state) {
        return NodeHealth.loopsAlive(List.of(state), Duration.ofSeconds(60), T0.plusSeconds(1));
    }

    private static ShardLoop.State state(String failure, int setAside, boolean ended) {
        return new ShardLoop.State(T0, failure, true, 3, 3, 0, 0, setAside, ended);
    }
}
