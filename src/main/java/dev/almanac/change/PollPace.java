package dev.almanac.change;

import dev.almanac.calendar.DayAllowance;
import java.time.Duration;
import java.time.Instant;

/// How much of the day's request allowance following the calendars may take: lists, whose intervals grow where they would take
/// more than their share, and readings of what lists leave in doubt. One owner; not thread-safe.
final class PollPace {
    /// Of the day's allowance, kept for commands and for reading back what they did.
    private static final double KEPT = 0.1;
    /// Of polling's share; the rest is for discovery, and for the first look at everything after a restart.
    private static final double SCHEDULED = 0.95;
    private static final Duration DAY = Duration.ofDays(1);
    /// As published, until a header tells the token's own.
    private static final int USUAL_DAY = 200_000;
    /// Readings of doubts in a row. Enough for what people delete within a day, and far less than an empty list that should have
    /// been long would ask for.
    private static final int DOUBTS_AT_ONCE = 100;

    private int dailyPercent;
    private int limit = USUAL_DAY;
    /// So that a whole day takes no more than its share.
    private double stretch = 1;
    /// So that what is left of this day is enough.
    private double stretchForRest = 1;
    /// For want of what is left, no interval is stretched beyond: then there is a new allowance.
    private Duration longest = DAY;
    private boolean resting;
    private double doubts = DOUBTS_AT_ONCE;
    /// Null before the first doubt.
    private Instant countedAt;

    void configure(int dailyPercent) {
        this.dailyPercent = dailyPercent;
    }

    /// @param requestsPerMilli what the intervals as set come to
    void fitInto(DayAllowance day, double requestsPerMilli) {
        limit = day.limit();
        double left = day.remaining() - KEPT * limit;
        resting = left <= 0;
        longest = day.lasts();
        stretch = Math.max(1, requestsPerMilli / (SCHEDULED * shareOfMilli()));
        stretchForRest = resting ? 1 : Math.max(1, requestsPerMilli * day.lasts().toMillis() / left);
    }

    /// Whether nothing is left of this day but what is kept.
    boolean isResting() {
        return resting;
    }

    Duration stretched(Duration interval) {
        long asSet = interval.toMillis();
        long most = Math.max(asSet, longest.toMillis());
        long forRest = Math.min((long) (asSet * stretchForRest), most);
        return Duration.ofMillis(Math.max((long) (asSet * stretch), forRest));
    }

    /// Whether a reading of a doubt may be sent. There may be as many in a day as lists.
    boolean hasRoomForDoubt(Instant now) {
        if (countedAt != null && now.isAfter(countedAt)) {
            double since = Duration.between(countedAt, now).toMillis() * shareOfMilli();
            doubts = Math.min(DOUBTS_AT_ONCE, doubts + since);
        }
        countedAt = countedAt == null || now.isAfter(countedAt) ? now : countedAt;
        return !resting && doubts >= 1;
    }

    /// One is sent.
    void takeDoubt() {
        doubts--;
    }

    private double shareOfMilli() {
        return dailyPercent / 100.0 * limit / DAY.toMillis();
    }
}
