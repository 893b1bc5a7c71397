package dev.almanac.kafka;

import java.time.Duration;

/// Waiting for a neighbour that does not answer yet: pauses that grow to a limit, until the time given has run out.
public final class Patience {
    // Soon enough to notice a neighbour that was only starting, rare enough not to burden one that is in trouble.
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final long deadline;
    private Duration pause = FIRST_PAUSE;

    public Patience(Duration timeout) {
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /// Time left, not negative.
    public Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /// Pauses, or returns false at once when time has run out.
    ///
    /// @throws SetupFailed when interrupted
    public boolean pause() {
        Duration left = left();
        if (left.isZero()) {
            return false;
        }
        try {
            Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SetupFailed("interrupted while waiting", e);
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return true;
    }
}
