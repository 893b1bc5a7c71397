package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// How fresh one of the polled windows is.
///
/// @param seenAt   what is known of it was true then or later; null: it was not fetched yet
/// @param interval in which it is fetched at present
public record PolledWindow(Poll poll, Instant seenAt, Duration interval) {
    public PolledWindow {
        requireNonNull(poll, "poll");
        requireNonNull(interval, "interval");
    }
}
