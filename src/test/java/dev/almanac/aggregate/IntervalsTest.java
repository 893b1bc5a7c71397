package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void aUnionCountsSharedTimeOnce() {
        assertThat(Intervals.union(List.of(minutes(10, 40), minutes(0, 20)))).isEqualTo(minutes(0, 40));
    }

    @Test
    void aUnionJoinsWhatTouches() {
        assertThat(Intervals.union(List.of(minutes(0, 20), minutes(20, 30)))).isEqualTo(minutes(0, 30));
    }

    @Test
    void aUnionKeepsGaps() {
        Intervals union = Intervals.union(List.of(minutes(50, 60), minutes(0, 20), minutes(5, 10)));
        assertThat(union.windows()).containsExactly(window(0, 20), window(50, 60));
        assertThat(union.length()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void whatIsTakenAwayLeavesBothSides() {
        assertThat(minutes(0, 60).minus(minutes(20, 30)).windows()).containsExactly(window(0, 20), window(30, 60));
    }

    @Test
    void takingAwayMoreThanThereIsLeavesNothing() {
        assertThat(minutes(10, 20).minus(minutes(0, 60)).isEmpty()).isTrue();
        assertThat(Intervals.NONE.minus(minutes(0, 60)).isEmpty()).isTrue();
    }

    @Test
    void whatOnlyTouchesHasNothingInCommon() {
        assertThat(minutes(0, 20).intersect(minutes(20, 40)).isEmpty()).isTrue();
    }

    @Test
    void noTimeIsNoInterval() {
        assertThat(minutes(5, 5)).isEqualTo(Intervals.NONE);
        assertThat(minutes(6, 5)).isEqualTo(Intervals.NONE);
    }

    /// Against the plainest possible model: a set of minutes.
    @Test
    void theyBehaveAsSetsOfMinutes() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Intervals> left = some(random);
            List<Intervals> right = some(random);
            Intervals a = Intervals.union(left);
            Intervals b = Intervals.union(right);
            BitSet both = bits(left);
            both.and(bits(right));
            BitSet without = bits(left);
            without.andNot(bits(right));
            assertThat(bits(List.of(a))).as("union, seed %d", seed).isEqualTo(bits(left));
            assertThat(a.length().toMinutes()).as("length, seed %d", seed).isEqualTo(bits(left).cardinality());
            assertThat(bits(List.of(a.intersect(b)))).as("intersect, seed %d", seed).isEqualTo(both);
            assertThat(bits(List.of(a.minus(b)))).as("minus, seed %d", seed).isEqualTo(without);
        }
    }

    private static List<Intervals> some(Random random) {
        List<Intervals> some = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            int from = random.nextInt(60);
            some.add(minutes(from, from + random.nextInt(20)));
        }
        return some;
    }

    private static BitSet bits(List<Intervals> parts) {
        BitSet bits = new BitSet();
        for (Intervals part : parts) {
            for (Window window : part.windows()) {
                bits.set((int) (window.from().getEpochSecond() / 60), (int) (window.to().getEpochSecond() / 60));
            }
        }
        return bits;
    }

    private static Intervals minutes(int from, int to) {
        return Intervals.between(Instant.ofEpochSecond(from * 60L), Instant.ofEpochSecond(to * 60L));
    }

    private static Window window(int from, int to) {
        return new Window(Instant.ofEpochSecond(from * 60L), Instant.ofEpochSecond(to * 60L));
    }
}
