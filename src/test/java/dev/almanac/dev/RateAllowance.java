package dev.almanac.dev;

import java.time.Duration;

/// How many requests one token may send for one location.
///
/// @param burst    requests within one interval
/// @param daily    requests within a day, which begins with the first request
/// @param day      its length: 24 hours, but for tests that cannot wait
public record RateAllowance(int burst, Duration interval, int daily, Duration day) {
    /// The published limits.
    public static final RateAllowance PUBLISHED = new RateAllowance(100, Duration.ofSeconds(10), 200_000);
    /// What an integrator measured with the token of a trial account.
    public static final RateAllowance TRIAL = new RateAllowance(25, Duration.ofSeconds(10), 10_000);

    public RateAllowance(int burst, Duration interval, int daily) {
        this(burst, interval, daily, Duration.ofDays(1));
    }
}
