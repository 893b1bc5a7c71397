package dev.almanac.dev;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved.
public final class ManualTime implements InstantSource {
    private volatile Instant now;

    public ManualTime(Instant now) {
        this.now = requireNonNull(now, "now");
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
