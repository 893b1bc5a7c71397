package dev.almanac.live;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How much is kept in memory for the page and its lists. Every process keeps all of it.
///
/// @param appointmentAge  appointments that began longer ago are forgotten: they count in the figures, not in the lists
/// @param maxAppointments kept at most, some 400 bytes each; beyond, those that began first are forgotten before their time
/// @param recentAge       changes and results that are older are not read at the start
/// @param recentPerLocation changes, rejected and unresolved commands that are kept of each location, each kind for itself
@ConfigurationProperties(LiveSettings.PREFIX)
public record LiveSettings(
        @Bindable(defaultValue = "60d") Duration appointmentAge,
        @Bindable(defaultValue = "200000") int maxAppointments,
        @Bindable(defaultValue = "24h") Duration recentAge,
        @Bindable(defaultValue = "100") int recentPerLocation) {

    static final String PREFIX = "almanac.live";
    private static final Duration SHORTEST_AGE = Duration.ofDays(2);

    public LiveSettings {
        check(appointmentAge.compareTo(SHORTEST_AGE) >= 0, "appointment-age", "must be at least 2d, or today is not whole");
        check(maxAppointments > 0, "max-appointments", "must be positive");
        check(recentAge.isPositive(), "recent-age", "must be positive");
        check(recentPerLocation > 0, "recent-per-location", "must be positive");
    }

    private static void check(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(PREFIX + "." + key + " " + rule);
        }
    }
}
