package dev.almanac.live;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;

/// How the appointments turned out that began in one hour of the week, by the location's wall clock.
///
/// @param hour     0 to 23
/// @param unmarked are over, and nobody has said how they turned out
public record HourOfWeek(DayOfWeek weekday, int hour, int showed, int noShow, int unmarked) {
    public HourOfWeek {
        requireNonNull(weekday, "weekday");
    }

    /// No-show ÷ (showed + no-show), or null where nothing is marked: the rate of the figures.
    public Double rate() {
        return showed + noShow == 0 ? null : Double.valueOf((double) noShow / (showed + noShow));
    }

    HourOfWeek plus(HourOfWeek other) {
        return new HourOfWeek(
                weekday, hour, showed + other.showed, noShow + other.noShow, unmarked + other.unmarked);
    }

    boolean isAny() {
        return showed + noShow + unmarked > 0;
    }
}
