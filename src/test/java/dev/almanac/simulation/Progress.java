package dev.almanac.simulation;

import java.time.Duration;

/// Says now and then how far a long run has come.
final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final long begun = System.nanoTime();
    private final long all;
    private long told = begun;

    Progress(long all) {
        this.all = all;
    }

    synchronized void tell(Tally tally) {
        long now = System.nanoTime();
        if (now - told >= EVERY.toNanos()) {
            told = now;
            long done = tally.histories();
            System.out.printf("%,d of %,d histories, %.0f/s%n", done, all, done * 1e9 / (now - begun));
        }
    }
}
