package dev.almanac.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");

    private final Connection connection = new Connection(3, Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void whereNothingCanBeSentALoneAttemptFollowsAfterAWaitThatDoublesToItsLimit() {
        fail(T0);
        assertThat(connection.mayCall(T0.plusMillis(999))).isFalse();
        assertThat(connection.mayCall(T0.plusSeconds(1))).isTrue();
        connection.begun();
        assertThat(connection.mayCall(T0.plusSeconds(1))).as("it is alone").isFalse();
        connection.notSent(T0.plusSeconds(1));
        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(3));
        fail(T0.plusSeconds(3));
        fail(T0.plusSeconds(6));
        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(9));
    }

    @Test
    void thoseThatWereBegunTogetherCountOnce() {
        connection.begun();
        connection.begun();
        connection.notSent(T0);
        connection.notSent(T0);

        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(1));
    }

    @Test
    void whatWasSentMendsIt() {
        fail(T0);
        fail(T0.plusSeconds(1));
        connection.begun();
        connection.answered();

        assertThat(connection.isBroken()).isFalse();
        assertThat(connection.mayCall(T0.plusSeconds(1))).isTrue();
        fail(T0.plusSeconds(2));
        assertThat(connection.notBefore()).as("the wait begins anew").isEqualTo(T0.plusSeconds(3));
        assertThat(connection.isSilent(T0.plusSeconds(11))).isFalse();
        assertThat(connection.isSilent(T0.plusSeconds(12))).isTrue();
    }

    @Test
    void whereNoAnswerComesItGoesOnAndSaysSo() {
        unanswered(T0);
        unanswered(T0.plusSeconds(9));
        assertThat(connection.isSilent(T0.plusSeconds(9))).isFalse();
        assertThat(connection.isSilent(T0.plusSeconds(10))).isTrue();
        assertThat(connection.mayCall(T0.plusSeconds(10))).isTrue();

        connection.begun();
        connection.answered();
        assertThat(connection.isSilent(T0.plusSeconds(30))).isFalse();
    }

    @Test
    void noMoreThanAllowedAreUnderWayAndReadingLeavesRoomForCommands() {
        connection.begun();
        assertThat(connection.hasRoomForReading(T0)).isTrue();
        connection.begun();
        assertThat(connection.hasRoomForReading(T0)).isFalse();
        assertThat(connection.mayCall(T0)).isTrue();
        connection.begun();
        assertThat(connection.mayCall(T0)).isFalse();
    }

    @Test
    void whatHangsGetsFewConnections() {
        unanswered(T0);
        connection.begun();
        connection.begun();

        assertThat(connection.mayCall(T0)).isFalse();
    }

    private void unanswered(Instant at) {
        connection.begun();
        connection.unanswered(at);
    }

    private void fail(Instant at) {
        connection.begun();
        connection.notSent(at);
    }
}
