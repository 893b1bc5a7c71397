package dev.almanac.location;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/// How a location's windows are polled: a near window often, a far one rarely, both around now.
///
/// @param nearInterval between two polls of one owner's near window
/// @param nearPast     how far the near window reaches back from now
/// @param nearFuture   how far it reaches ahead
/// @param farInterval  between two polls of one owner's far window
/// @param farPast      how far the far window reaches back; late corrections older than this are not seen
/// @param farFuture    how far it reaches ahead
/// @param dailyPercent of the day's request allowance that polling takes at most, whatever the intervals say; the rest is for
///                     commands, and for whatever else uses the token
/// @param discover     whether calendars that the location has, and users that its appointments name, are polled although
///                     its settings do not name them
public record PollSettings(
        Duration nearInterval,
        Duration nearPast,
        Duration nearFuture,
        Duration farInterval,
        Duration farPast,
        Duration farFuture,
        int dailyPercent,
        boolean discover) {

    public static final PollSettings DEFAULT = new PollSettings(
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Duration.ofHours(48),
            Duration.ofMinutes(15),
            Duration.ofDays(30),
            Duration.ofDays(90),
            10,
            true);

    /// Commands need some of the day, too.
    static final int MOST_DAILY_PERCENT = 90;

    /// As long as changes are: an appointment that began anew among its own old changes would have its numbers twice.
    private static final Duration KEPT_AT_LEAST = Duration.ofDays(30);

    /// How long what is over stays known beyond that, and beyond the far window: for a window that is widened again, or was not polled for a while.
    private static final Duration KEPT_LONGER = Duration.ofDays(7);

    public PollSettings {
        positive(nearInterval, "nearInterval");
        positive(nearPast, "nearPast");
        positive(nearFuture, "nearFuture");
        positive(farInterval, "farInterval");
        positive(farPast, "farPast");
        positive(farFuture, "farFuture");
        if (dailyPercent < 1 || dailyPercent > MOST_DAILY_PERCENT) {
            throw new IllegalArgumentException("dailyPercent must be from 1 to " + MOST_DAILY_PERCENT);
        }
    }

    /// What was over before, and has not changed since, need not be known any more.
    public Instant keptSince(Instant now) {
        return now.minus(farPast.compareTo(KEPT_AT_LEAST) > 0 ? farPast : KEPT_AT_LEAST).minus(KEPT_LONGER);
    }

    private static void positive(Duration value, String name) {
        requireNonNull(value, name);
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
