package dev.almanac.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Local days and times found by trying minute after minute, for [Recount]. Slow, so what was found is kept.
final class Clockwork {
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * 60;
    private static final Map<Key, Day> DAYS = new ConcurrentHashMap<>();
    private static final Map<Key, Long> MOMENTS = new ConcurrentHashMap<>();

    private Clockwork() {}

    private record Key(LocalDate date, int minute, ZoneId zone) {}

    /// A local day: its first minute since 1970, and how many it has.
    record Day(long first, int minutes) {
        boolean holds(long millis) {
            return millis >= begin() && millis < end();
        }

        long begin() {
            return first * MINUTE;
        }

        long end() {
            return (first + minutes) * MINUTE;
        }
    }

    /// The local date of a moment. Days begin with a whole minute.
    static LocalDate dateOf(long millis, ZoneId zone) {
        return date(Math.floorDiv(millis, MINUTE), zone);
    }

    private static LocalDate date(long minute, ZoneId zone) {
        return local(minute, zone).toLocalDate();
    }

    static Day day(LocalDate date, ZoneId zone) {
        return DAYS.computeIfAbsent(new Key(date, 0, zone), _ -> {
            long first = Long.MAX_VALUE;
            int minutes = 0;
            for (long minute = date.toEpochDay() * DAY - DAY; minute < date.toEpochDay() * DAY + 2 * DAY; minute++) {
                if (date(minute, zone).equals(date)) {
                    first = Math.min(first, minute);
                    minutes++;
                }
            }
            return new Day(first, minutes);
        });
    }

    /// When the clock first shows this minute of a day. What it skips is as late after the last minute before as it
    /// would have been without the change; the beginning and the end of the day are the day's own.
    static long moment(LocalDate date, int minuteOfDay, ZoneId zone) {
        return minute(date, minuteOfDay, zone) * MINUTE;
    }

    private static long minute(LocalDate date, int minuteOfDay, ZoneId zone) {
        if (minuteOfDay == 0 || minuteOfDay == DAY) {
            return day(date.plusDays(minuteOfDay / DAY), zone).first();
        }
        return MOMENTS.computeIfAbsent(new Key(date, minuteOfDay, zone), _ -> {
            LocalDateTime wanted = date.atStartOfDay().plusMinutes(minuteOfDay);
            long before = date.toEpochDay() * DAY - 2 * DAY;
            for (long minute = before; minute < before + 5 * DAY; minute++) {
                LocalDateTime shown = local(minute, zone);
                if (shown.equals(wanted)) {
                    return minute;
                }
                if (shown.isAfter(wanted)) {
                    return minute + Duration.between(local(minute - 1, zone), wanted).toMinutes() - 1;
                }
            }
            throw new IllegalStateException(wanted + " never comes in " + zone);
        });
    }

    private static LocalDateTime local(long minute, ZoneId zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(minute * 60), zone);
    }
}
