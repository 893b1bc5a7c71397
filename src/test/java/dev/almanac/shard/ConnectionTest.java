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
        connection.begun(true);
        assertThat(connection.mayCall(T0.plusSeconds(1))).as("it is alone").isFalse();
        connection.notSent(true, T0.plusSeconds(1));
        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(3));
        fail(T0.plusSeconds(3));
        fail(T0.plusSeconds(6));
        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(9));
    }

    @Test
    void thoseThatWereBegunTogetherCountOnce() {
        connection.begun(true);
        connection.begun(true);
        connection.notSent(true, T0);
        connection.notSent(true, T0);

        assertThat(connection.notBefore()).isEqualTo(T0.plusSeconds(1));
    }

    @Test
    void whatWasSentMendsIt() {
        fail(T0);
        fail(T0.plusSeconds(1));
        connection.begun(true);
        connection.answered(true);

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

        connection.begun(true);
        connection.answered(true);
        assertThat(connection.isSilent(T0.plusSeconds(30))).isFalse();
    }

    @Test
    void noMoreThanAllowedAreUnderWayAndReadingLeavesRoomForCommands() {
        connection.begun(true);
        assertThat(connection.hasRoomForReading(T0)).isTrue();
        connection.begun(true);
        assertThat(connection.hasRoomForReading(T0)).isFalse();
        assertThat(connection.mayCall(T0)).isTrue();
        connection.begun(true);
        assertThat(connection.mayCall(T0)).isFalse();
    }

    @Test
    void readingBetweenCommandsTakesItsHalfAndNoMore() {
        connection.begun(true);
        connection.begun(true);
        assertThat(connection.hasRoomBetweenCommands(T0)).as("however many are for commands").isTrue();
        connection.answered(true);
        connection.begun(false);
        assertThat(connection.hasRoomBetweenCommands(T0)).isTrue();
        connection.answered(true);
        connection.begun(false);
        assertThat(connection.hasRoomBetweenCommands(T0)).as("what is left is for commands").isFalse();
        assertThat(connection.mayCall(T0)).isTrue();
        connection.answered(false);
        assertThat(connection.hasRoomBetweenCommands(T0)).isTrue();
    }

    @Test
    void whatHangsGetsFewConnections() {
        unanswered(T0);
        connection.begun(true);
        assertThat(connection.hasRoomForCommand()).isTrue();
        connection.begun(true);

        assertThat(connection.hasRoomForCommand()).isFalse();
        assertThat(connection.hasRoomForReading(T0)).isFalse();
    }

    @Test
    void listsThatHangLeaveRoomForCommands() {
        Connection wide = new Connection(20, Duration.ofSeconds(1), Duration.ofSeconds(3));
        for (int i = 0; i < 10; i++) {
            wide.begun(false);
        }
        wide.unanswered(false, T0);

        assertThat(wide.hasRoomBetweenCommands(T0)).isFalse();
        assertThat(wide.mayCall(T0)).isTrue();
        assertThat(wide.hasRoomForCommand()).isTrue();
    }

    private void unanswered(Instant at) {
        connection.begun(true);
        connection.unanswered(true, at);
    }

    private void fail(Instant at) {
        connection.begun(true);
        connection.notSent(true, at);
    }
}
