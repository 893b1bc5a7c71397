package dev.almanac.command;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How commands are executed.
///
/// @param settle        how long after our deadline a write of unknown fate may still take effect; the assumption on
///                      which "never booked twice" rests
/// @param marker        whether created appointments carry a marker in their description, by which a lost answer is
///                      found
/// @param dedupeWindow  how long a finished command is remembered, and how old a new one may be; at least the retention
///                      of the commands topic, so that nothing readable is ever forgotten
/// @param doubtInterval between two looks for the effect of a write of unknown fate
/// @param retryInterval before a request that provably did nothing is sent again
/// @param deniedLook    how long looks may be denied, though the token is accepted, before their command ends unresolved: as
///                      long as somebody may need to mend a permission
/// @param maxAttempts   how often a write of unknown fate is sent before its command ends unresolved
@ConfigurationProperties("almanac.commands")
public record CommandSettings(
        @Bindable(defaultValue = "120s") Duration settle,
        @Bindable(defaultValue = "true") boolean marker,
        @Bindable(defaultValue = "7d") Duration dedupeWindow,
        @Bindable(defaultValue = "5s") Duration doubtInterval,
        @Bindable(defaultValue = "1s") Duration retryInterval,
        @Bindable(defaultValue = "1h") Duration deniedLook,
        @Bindable(defaultValue = "5") int maxAttempts) {

    public CommandSettings {
        check(!settle.isNegative(), "settle", "must not be negative");
        check(dedupeWindow.isPositive(), "dedupe-window", "must be positive");
        check(doubtInterval.isPositive(), "doubt-interval", "must be positive");
        check(retryInterval.isPositive(), "retry-interval", "must be positive");
        check(!deniedLook.isNegative(), "denied-look", "must not be negative");
        check(maxAttempts > 0, "max-attempts", "must be at least 1");
    }

    private static void check(boolean holds, String key, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("almanac.commands." + key + " " + demand);
        }
    }
}
