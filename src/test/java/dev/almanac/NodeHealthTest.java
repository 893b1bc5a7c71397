package dev.almanac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.aggregate.AggregateStreams;
import dev.almanac.calendar.Operation;
import dev.almanac.kafka.Follower;
import dev.almanac.shard.LocationStatus;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;

class NodeHealthTest {
    private static final Throwable FAILURE = new IllegalStateException("row 7, stacktrace=\n\tat somewhere");

    @Test
    void aSurvivedFailureIsToldWithoutItsStackTrace() {
        assertThat(NodeHealth.streamsReady(streams(KafkaStreams.State.RUNNING)).up()).isTrue();
        assertThat(NodeHealth.streamsReady(streams(KafkaStreams.State.RUNNING)).detail())
                .isEqualTo("RUNNING, last failure: java.lang.IllegalStateException: row 7, stacktrace=");
    }

    @Test
    void figuresThatStoppedForGoodSaySo() {
        assertThat(NodeHealth.streamsReady(streams(KafkaStreams.State.ERROR)).up()).isFalse();
        assertThat(NodeHealth.streamsReady(streams(KafkaStreams.State.ERROR)).detail())
                .startsWith("stopped, only a restart helps, last failure: ");
        assertThat(NodeHealth.streamsReady(streams(KafkaStreams.State.REBALANCING)).detail()).startsWith("REBALANCING");
    }

    @Test
    void onlyFiguresThatStoppedForGoodAskForARestart() {
    }

    @Test
    void aRestoreTellsHowMuchIsLeft() {
        assertThat(NodeHealth.streamsReady(new AggregateStreams.State(
                        KafkaStreams.State.REBALANCING, Optional.empty(), 1_234)).detail())
                .isEqualTo("REBALANCING, about 1234 records to restore");
    }

    @Test
    void aLongReasonIsCut() {
        Follower.State state = new Follower.State(false, Optional.of(new IllegalStateException("x".repeat(5_000))));
        assertThat(NodeHealth.viewsReady(state).detail()).hasSizeLessThan(400).endsWith("…");
    }

    @Test
    void whatHasNotBegunIsAliveAndNotReady() {
        assertThat(NodeHealth.loopsAlive(null, null, null).up()).isTrue();
        assertThat(NodeHealth.loopsReady(null).up()).isFalse();
        assertThat(NodeHealth.streamsReady(null).up()).isFalse();
        assertThat(NodeHealth.viewsReady(null).up()).isFalse();
    }

    @Test
    void theCalendarIsNotReadyWhereNothingCanBeDoneForAnyLocation() {
        LocationStatus denied = location("a", LocationStatus.State.DENIED, List.of());
        LocationStatus inPart = location("b", LocationStatus.State.SERVED, List.of(Operation.LIST_BLOCKED_TIME));

        assertThat(NodeHealth.calendarReady(List.of()).up()).isTrue();
        assertThat(NodeHealth.calendarReady(List.of(denied)).up()).isFalse();
        assertThat(NodeHealth.calendarReady(List.of(denied, inPart)).up()).isTrue();
        assertThat(NodeHealth.calendarReady(List.of(denied, inPart)).detail()).isEqualTo(
                "0 of 2 locations cannot be reached, 1 are denied, 0 stand still; 1 have a token that may not do everything");
    }

    private static LocationStatus location(String id, LocationStatus.State state, List<Operation> denied) {
        return new LocationStatus(id, state, null, 0, 0, 0, null, denied, null, null, List.of());
    }

    private static AggregateStreams.State streams(KafkaStreams.State state) {
        return new AggregateStreams.State(state, Optional.of(FAILURE), 0);
    }
}
