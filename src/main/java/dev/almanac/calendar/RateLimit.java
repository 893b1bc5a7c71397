package dev.almanac.calendar;

import java.time.Duration;

/// The rate-limit headers of one answer; each null where it was absent. They are the authority on a token's allowance,
/// which differs from token to token.
///
/// @param max            requests per interval (`x-ratelimit-max`)
/// @param remaining      of these left in the current interval
/// @param interval       length of the interval
/// @param dailyLimit     requests per day
/// @param dailyRemaining of these left
/// @param dailyReset     time until the day's allowance starts anew: a duration, not an instant
public record RateLimit(
        Integer max,
        Integer remaining,
        Duration interval,
        Integer dailyLimit,
        Integer dailyRemaining,
        Duration dailyReset) {

    /// No header was there.
    public static final RateLimit UNKNOWN = new RateLimit(null, null, null, null, null, null);
}
