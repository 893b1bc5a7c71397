package dev.almanac.location;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/// Poll settings as written in the locations file; what is left out is as in [PollSettings#DEFAULT].
record PollingEntry(
        Duration nearInterval,
        Duration nearPast,
        Duration nearFuture,
        Duration farInterval,
        Duration farPast,
        Duration farFuture,
        Integer dailyPercent,
        Boolean discover) {

    static final PollingEntry STANDARD = new PollingEntry(null, null, null, null, null, null, null, null);

    PollingEntry {
        PollSettings standard = PollSettings.DEFAULT;
        nearInterval = nearInterval == null ? standard.nearInterval() : nearInterval;
        nearPast = nearPast == null ? standard.nearPast() : nearPast;
        nearFuture = nearFuture == null ? standard.nearFuture() : nearFuture;
        farInterval = farInterval == null ? standard.farInterval() : farInterval;
        farPast = farPast == null ? standard.farPast() : farPast;
        farFuture = farFuture == null ? standard.farFuture() : farFuture;
        dailyPercent = dailyPercent == null ? standard.dailyPercent() : dailyPercent;
        discover = discover == null ? standard.discover() : discover;
    }

    /// The units are those of the `Location` record on its topic; a finer value would be cut off there.
    Stream<String> problems() {
        return Stream.of(
                        seconds("nearInterval").problem(nearInterval),
                        hours("nearPast").problem(nearPast),
                        hours("nearFuture").problem(nearFuture),
                        seconds("farInterval").problem(farInterval),
                        days("farPast").problem(farPast),
                        days("farFuture").problem(farFuture),
                        badPercent())
                .flatMap(Optional::stream);
    }

    private Optional<String> badPercent() {
        return dailyPercent >= 1 && dailyPercent <= PollSettings.MOST_DAILY_PERCENT
                ? Optional.empty()
                : Optional.of("dailyPercent must be a whole number from 1 to " + PollSettings.MOST_DAILY_PERCENT);
    }

    private static DurationRule seconds(String key) {
        return new DurationRule(key, Duration.ofSeconds(1), ChronoUnit.SECONDS);
    }

    private static DurationRule hours(String key) {
        return new DurationRule(key, Duration.ofHours(1), ChronoUnit.HOURS);
    }

    private static DurationRule days(String key) {
        return new DurationRule(key, Duration.ofDays(1), ChronoUnit.DAYS);
    }

    PollSettings toPollSettings() {
        return new PollSettings(nearInterval, nearPast, nearFuture, farInterval, farPast, farFuture, dailyPercent, discover);
    }
}
