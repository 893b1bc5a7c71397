package dev.almanac.aggregate;

import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// Local days of a zone as instants: 23 or 25 hours long where the clock changes, and none at all for a date that a
/// zone left out.
final class LocalDays {
    /// Days after the first that a single entry can count on. A block "until 2099" must not cost a hundred thousand
    /// rows; ten years is beyond any window that is polled.
    static final int MOST_DAYS = 3_660;

    private LocalDays() {}

    /// The whole day, from its first moment to the next day's.
    static Intervals of(LocalDate day, ZoneId zone) {
        return Intervals.between(
                day.atStartOfDay(zone).toInstant(),
                day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    /// The days that something from `start` to `end` touches, at least that of its start. Ending at midnight does not
    /// touch the day that begins then.
    static List<LocalDate> touchedBy(Instant start, Instant end, ZoneId zone) {
        LocalDate first = LocalDate.ofInstant(start, zone);
        LocalDate last = start.isBefore(end) ? LocalDate.ofInstant(end.minusNanos(1), zone) : first;
        LocalDate limit = first.plusDays(MOST_DAYS);
        return first.datesUntil((last.isBefore(limit) ? last : limit).plusDays(1)).toList();
    }

    /// The opening hours of one day. A local time that the clock skips is taken as later by what was skipped, one that
    /// occurs twice as its first occurrence, as `LocalDateTime.atZone` has it; whole days are taken whole.
    static Intervals opening(OpeningHours hours, LocalDate day, ZoneId zone) {
        return Intervals.union(hours.on(day).stream()
                .map(interval -> opening(interval, day, zone))
                .toList());
    }

    private static Intervals opening(OpeningInterval interval, LocalDate day, ZoneId zone) {
        return Intervals.between(instant(interval.opens(), day, zone), instant(interval.closes(), day, zone))
                .intersect(of(day, zone));
    }

    private static Instant instant(int minutes, LocalDate day, ZoneId zone) {
        if (minutes % 1440 == 0) {
            return day.plusDays(minutes / 1440).atStartOfDay(zone).toInstant();
        }
        return day.atStartOfDay().plusMinutes(minutes).atZone(zone).toInstant();
    }
}
