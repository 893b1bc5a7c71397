package dev.almanac.dev;

import java.time.Duration;

/// How many requests one token may send for one location.
///
/// @param burst    requests within one interval
/// @param daily    requests within a day of 24 hours, which begins with the first request
public record RateAllowance(int burst, Duration interval, int daily) {
    /// The published limits.
    public static final RateAllowance PUBLISHED = new RateAllowance(100, Duration.ofSeconds(10), 200_000);
    /// What an integrator measured with the token of a trial account.
    public static final RateAllowance TRIAL = new RateAllowance(25, Duration.ofSeconds(10), 10_000);
}
