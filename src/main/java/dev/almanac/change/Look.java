package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// From when on an answer was asked for, and when it had come: what it shows was so at some moment in between.
public record Look(Instant begunAt, Instant fetchedAt) {
    public Look {
        requireNonNull(begunAt, "begunAt");
        requireNonNull(fetchedAt, "fetchedAt");
    }
}
