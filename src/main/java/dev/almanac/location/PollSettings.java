package dev.almanac.location;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// How a location's windows are polled: a near window often, a far one rarely, both around now.
///
/// @param nearInterval between two polls of one owner's near window
/// @param nearPast     how far the near window reaches back from now
/// @param nearFuture   how far it reaches ahead
/// @param farInterval  between two polls of one owner's far window
/// @param farPast      how far the far window reaches back; late corrections older than this are not seen
/// @param farFuture    how far it reaches ahead
public record PollSettings(
        Duration nearInterval,
        Duration nearPast,
        Duration nearFuture,
        Duration farInterval,
        Duration farPast,
        Duration farFuture) {

    public static final PollSettings DEFAULT = new PollSettings(
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofMinutes(15),
            Duration.ofDays(30),
            Duration.ofDays(90));

    public PollSettings {
        positive(nearInterval, "nearInterval");
        positive(nearPast, "nearPast");
        positive(nearFuture, "nearFuture");
        positive(farInterval, "farInterval");
        positive(farPast, "farPast");
        positive(farFuture, "farFuture");
    }

    private static void positive(Duration value, String name) {
        requireNonNull(value, name);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
