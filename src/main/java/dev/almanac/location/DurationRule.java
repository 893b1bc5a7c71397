package dev.almanac.location;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/// What a duration of the locations file must be: whole units, from `least` to a year.
record DurationRule(String key, Duration least, ChronoUnit unit) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /// A sentence where the value breaks the rule.
    Optional<String> problem(Duration value) {
        boolean whole = value.toSeconds() % unit.getDuration().toSeconds() == 0;
        boolean fits = value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0;
        return whole && fits
                ? Optional.empty()
                : Optional.of("%s must be whole %s, from %d to %d".formatted(key, units(), in(least), in(LONGEST)));
    }

    private String units() {
        return unit.toString().toLowerCase(Locale.ROOT);
    }

    private long in(Duration value) {
        return value.dividedBy(unit.getDuration());
    }
}
