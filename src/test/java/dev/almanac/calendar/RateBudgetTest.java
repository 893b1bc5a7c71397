package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateBudgetTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final RateBudget budget = new RateBudget(25, INTERVAL);

    // the start

    @Test
    void theFirstCallGoesAlone() {
        assertThat(takeAll(T0)).isEqualTo(1);
        assertThat(takeAll(T0.plusSeconds(60))).as("however long its answer takes").isZero();
    }

    @Test
    void theFirstAnswerTellsTheLimits() {
        takeAll(T0);
        budget.finished(limits(5, 4), at(1));

        assertThat(takeAll(at(1))).isEqualTo(4);
        assertThat(takeAll(at(11))).as("the slot of the first answer comes back").isEqualTo(1);
    }

    @Test
    void aPredecessorsRequestsCount() {
        takeAll(T0);
        budget.finished(limits(10, 2), at(1));

        assertThat(takeAll(at(1))).isEqualTo(2);
    }

    @Test
    void aServerWithoutHeadersGetsTheAssumedBurstOnceAPredecessorsIsOver() {
        takeAll(T0);
        budget.finished(RateLimit.UNKNOWN, at(1));
        assertThat(takeAll(at(10))).isZero();
        assertThat(takeAll(at(11))).isEqualTo(1);
        budget.finished(RateLimit.UNKNOWN, at(12));

        assertThat(takeAll(at(12))).isEqualTo(24);
    }

    @Test
    void noAnswerTellsNothingAndIsTriedOnceEachInterval() {
        for (int i = 0; i < 5; i++) {
            Instant now = at(i * 20);
            assertThat(takeAll(now)).isEqualTo(1);
            budget.finishedUnanswered(now.plusSeconds(5));
            assertThat(takeAll(now.plusSeconds(14))).isZero();
        }
    }

    @Test
    void anAnswerWithoutHeadersTakesBackNothingThatAnotherTold() {
        takeAll(T0);
        budget.finished(limits(3, 2), at(1));
        assertThat(takeAll(at(1))).isEqualTo(2);
        budget.finished(RateLimit.UNKNOWN, at(2));
        budget.finishedUnanswered(at(2));

        assertThat(takeAll(at(30))).isEqualTo(3);
    }

    @Test
    void aRequestThatNeverLeftGivesItsSlotBackAtOnce() {
        takeAll(T0);
        budget.finished(limits(2, 1), at(0));
        assertThat(takeAll(at(0))).isEqualTo(1);
        budget.finishedUnsent();

        assertThat(takeAll(at(0))).isEqualTo(1);
    }

    // 429

    @Test
    void a429ClosesForAnInterval() {
        takeAll(T0);
        budget.finished(limits(100, 0), at(1));
        budget.throttled(at(1));

        assertThat(takeAll(at(10))).isZero();
        assertThat(takeAll(at(11))).isPositive();
    }

    @Test
    void a429WithoutHeadersClosesForAnIntervalToo() {
        takeAll(T0);
        budget.finished(RateLimit.UNKNOWN, at(1));
        budget.throttled(at(1));

        assertThat(takeAll(at(10))).isZero();
        assertThat(takeAll(at(11))).isPositive();
    }

    @Test
    void aBurst429DoesNotOpenWhatTheDayHasClosed() {
        takeAll(T0);
        budget.finished(day(5, Duration.ofHours(3)), at(0));
        takeAll(at(0));
        budget.finished(day(0, Duration.ofHours(3)), at(1));
        budget.throttled(at(1));
        budget.finished(RateLimit.UNKNOWN, at(2));
        budget.throttled(at(2));

        assertThat(takeAll(at(3600))).isZero();
        assertThat(takeAll(at(3 * 3600 + 3))).isPositive();
    }

    // the day

    @Test
    void theDaysAllowanceIsSpentAndNotOverspent() {
        takeAll(T0);
        budget.finished(day(3, Duration.ofHours(1)), at(0));

        assertThat(takeAll(at(0))).isEqualTo(3);
        budget.finished(day(2, Duration.ofHours(1)), at(1));
        budget.finished(day(1, Duration.ofHours(1)), at(1));
        budget.finished(day(0, Duration.ofHours(1)), at(1));
        assertThat(budget.dailyRemaining()).isZero();
        assertThat(takeAll(at(3599))).isZero();
    }

    @Test
    void theNextDayOpensAgain() {
        theDaysAllowanceIsSpentAndNotOverspent();

        assertThat(takeAll(at(3602))).isPositive();
        budget.finished(day(1000, Duration.ofDays(1)), at(3603));
        assertThat(budget.dailyRemaining()).isGreaterThan(900);
    }

    @Test
    void answersThatOvertakeEachOtherDoNotMakeTheDayLonger() {
        takeAll(T0);
        budget.finished(day(100, Duration.ofHours(1)), at(0));
        for (int i = 0; i < 4; i++) {
            budget.take();
        }
        for (int remaining : new int[] {96, 99, 97, 98}) {
            budget.finished(day(remaining, Duration.ofHours(1)), at(1));
        }

        assertThat(budget.dailyRemaining()).isEqualTo(96);
    }

    @Test
    void unansweredRequestsMayHaveCountedAndALoneOneFindsOut() {
        takeAll(T0);
        budget.finished(day(2, Duration.ofHours(20)), at(0));
        assertThat(takeAll(at(0))).isEqualTo(2);
        budget.finishedUnanswered(at(5));
        budget.finishedUnanswered(at(5));

        assertThat(takeAll(at(14))).isZero();
        assertThat(takeAll(at(15))).as("not stuck for the rest of the day").isEqualTo(1);
        budget.finished(day(1, Duration.ofHours(20)), at(16));
        assertThat(takeAll(at(16))).isEqualTo(1);
    }

    @Test
    void aResetInTheFarFutureIsNotBelieved() {
        takeAll(T0);
        budget.finished(day(0, Duration.ofMillis(1_772_438_400_000L)), at(0));
        budget.throttled(at(0));

        assertThat(takeAll(T0.plus(Duration.ofDays(1)))).isPositive();
    }

    @Test
    void anAllowanceThatGrewIsANewDay() {
        takeAll(T0);
        budget.finished(new RateLimit(10, null, INTERVAL, 1000, 1, null), at(0));
        budget.take();
        budget.finished(new RateLimit(10, null, INTERVAL, 1000, 999, null), at(1));

        assertThat(budget.dailyRemaining()).isEqualTo(999);
    }

    @Test
    void theRestOfTheDayIsWhatTheHeadersTellUntilItIsOver() {
        assertThat(budget.day(at(0))).isEmpty();
        takeAll(T0);
        budget.finished(day(400, Duration.ofHours(2)), at(0));

        assertThat(budget.day(at(0).plus(Duration.ofHours(1))))
                .hasValue(new DayAllowance(1000, 400, Duration.ofHours(1)));
        assertThat(budget.day(at(0).plus(Duration.ofHours(2))))
                .hasValue(new DayAllowance(1000, 1000, Duration.ofDays(1)));
    }

    @Test
    void aBurstOfNothingIsRefused() {
        assertThatThrownBy(() -> new RateBudget(0, INTERVAL)).isInstanceOf(IllegalArgumentException.class);
    }

    // against a vendor

    /// Counts the requests that reach it, in windows that start anywhere: fixed ones, or sliding ones.
    private static final class Vendor {
        private final int burst;
        private final boolean sliding;
        private final long phaseMillis;
        private final List<Long> arrivals = new ArrayList<>();
        int refused;

        Vendor(int burst, boolean sliding, long phaseMillis) {
            this.burst = burst;
            this.sliding = sliding;
            this.phaseMillis = phaseMillis;
        }

        /// @param first the first of an owner that cannot know what its predecessor used: the one that may be refused
        RateLimit arrived(long millis, boolean first) {
            long windowStart = sliding
                    ? millis - INTERVAL.toMillis()
                    : Math.floorDiv(millis - phaseMillis, INTERVAL.toMillis()) * INTERVAL.toMillis() + phaseMillis - 1;
            long used = arrivals.stream().filter(at -> at > windowStart).count();
            if (used >= burst) {
                refused += first ? 0 : 1;
                return limits(burst, 0);
            }
            arrivals.add(millis);
            arrivals.removeIf(at -> at < millis - 2 * INTERVAL.toMillis());
            return limits(burst, (int) (burst - used - 1));
        }
    }

    private record Event(long at, Runnable what) {}

    private record Load(int answered, int refused, long lastAnswerAt) {}

    /// Sends whenever the budget says so, for as long as asked, and hands over to a successor who knows nothing, once
    /// the predecessor's answers have come.
    private static Load run(long seed, long millis, int maxLatency, boolean planted) {
        Random random = new Random(seed);
        int burst = 1 + random.nextInt(30);
        Vendor vendor = new Vendor(burst, random.nextBoolean(), random.nextInt(10_000));
        PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
        RateBudget[] budget = {new RateBudget(25, INTERVAL)};
        int[] answered = {0};
        long[] last = {0};
        long handOver = random.nextLong(millis);
        boolean handedOver = false;
        boolean first = true;
        for (long now = 0; now < millis; now += 20) {
            while (!events.isEmpty() && events.peek().at() <= now) {
                events.poll().what().run();
            }
            boolean leaving = now >= handOver && !handedOver;
            if (leaving && events.isEmpty()) {
                budget[0] = new RateBudget(25, INTERVAL);
                handedOver = true;
                first = true;
            }
            while ((!leaving || handedOver) && budget[0].isFree(T0.plusMillis(now))) {
                budget[0].take();
                boolean isFirst = first;
                first = false;
                long arrives = now + random.nextInt(maxLatency + 1);
                long answers = arrives + random.nextInt(maxLatency + 1);
                boolean lost = random.nextInt(20) == 0;
                RateLimit[] headers = new RateLimit[1];
                events.add(new Event(arrives, () -> headers[0] = vendor.arrived(arrives, isFirst)));
                events.add(new Event(answers + 1, () -> {
                    Instant heard = T0.plusMillis(planted ? answers - INTERVAL.toMillis() / 2 : answers + 1);
                    if (lost) {
                        budget[0].finishedUnanswered(heard);
                    } else {
                        budget[0].finished(headers[0], heard);
                        answered[0]++;
                        last[0] = answers;
                    }
                }));
            }
        }
        return new Load(answered[0], vendor.refused, last[0]);
    }

    @Test
    void noVendorWindowEverHoldsMoreThanTheBurstWhereverItStarts() {
        for (long seed = 0; seed < 150; seed++) {
            Load load = run(seed, 60_000, (int) (seed % 4) * 700, false);

            assertThat(load.refused()).as("seed %d", seed).isZero();
            assertThat(load.lastAnswerAt()).as("seed %d is stuck", seed).isGreaterThan(30_000);
        }
    }

    @Test
    void aBudgetThatFreesItsSlotsTooEarlyIsSeenToFail() {
        int refused = 0;
        for (long seed = 0; seed < 20; seed++) {
            refused += run(seed, 60_000, 700, true).refused();
        }

        assertThat(refused).isPositive();
    }

    @Test
    void nearlyAllOfTheBudgetIsUsable() {
        takeAll(T0);
        budget.finished(limits(100, 99), at(0));
        int sent = 0;
        PriorityQueue<Instant> answers = new PriorityQueue<>();
        for (int millis = 0; millis < 1_000_000; millis += 10) {
            Instant now = T0.plusMillis(millis);
            while (!answers.isEmpty() && !answers.peek().isAfter(now)) {
                answers.remove();
                budget.finished(new RateLimit(100, null, INTERVAL, null, null, null), now);
            }
            while (budget.isFree(now)) {
                budget.take();
                sent++;
                answers.add(now.plusMillis(300));
            }
        }

        assertThat(sent).isGreaterThan((int) (0.95 * 100 * 100));
    }

    @Test
    void aSuccessorMayBeginAtOnceWhereThereIsRoomAndHeadersTellItTheRest() {
        assertThat(budget.successorMayCallAt(at(0))).as("nothing was called").isEqualTo(at(0));
        budget.take();
        assertThat(budget.successorMayCallAt(at(1))).as("it may be counted now").isEqualTo(at(11));
        budget.finished(limits(3, 2), at(2));
        assertThat(budget.successorMayCallAt(at(3))).as("two are left").isEqualTo(at(3));
    }

    @Test
    void aSuccessorWaitsUntilAllIsForgottenWhereNothingIsLeft() {
        budget.take();
        budget.finished(limits(2, 1), at(0));
        budget.take();
        budget.finished(limits(2, 0), at(4));

        assertThat(budget.successorMayCallAt(at(5))).isEqualTo(at(14));
        assertThat(budget.successorMayCallAt(at(11))).as("the first one has left the window").isEqualTo(at(11));
    }

    @Test
    void aSuccessorWaitsUntilAllIsForgottenWhereNoHeaderWouldTellIt() {
        budget.take();
        budget.finished(new RateLimit(null, null, null, null, null, null), at(0));

        assertThat(budget.successorMayCallAt(at(1))).isEqualTo(at(10));
    }

    @Test
    void aSuccessorOfOneThatIsStillClosedWaitsAsLong() {
        budget.closeUntil(at(8), at(0));

        assertThat(budget.isFree(at(7))).isFalse();
        assertThat(budget.successorMayCallAt(at(2))).isEqualTo(at(8));
        assertThat(budget.isFree(at(8))).isTrue();
    }

    @Test
    void aSuccessorIsToldThatTheDayIsUsedUp() {
        budget.take();
        budget.finished(day(0, Duration.ofHours(5)), at(0));

        assertThat(budget.successorMayCallAt(at(60))).isEqualTo(at(5 * 3600));
    }

    @Test
    void thePredecessorsWordCountsForADayAtMost() {
        budget.closeUntil(at(1_000_000_000), at(0));

        assertThat(budget.isFree(at(24 * 3600))).isTrue();
    }

    private int takeAll(Instant now) {
        int taken = 0;
        while (budget.isFree(now) && taken < 1000) {
            budget.take();
            taken++;
        }
        return taken;
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }

    private static RateLimit limits(int max, int remaining) {
        return new RateLimit(max, remaining, INTERVAL, null, null, null);
    }

    private static RateLimit day(int remaining, Duration reset) {
        return new RateLimit(100, null, INTERVAL, 1000, remaining, reset);
    }
}
