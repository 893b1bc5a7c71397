package dev.almanac.dev;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The opening hours of an ordinary week, in local time. A day not named is closed.
public record WeeklyHours(Map<DayOfWeek, List<Opening>> days) {

    /// A stretch of one day, in minutes since local midnight; 1440 is the end of the day.
    public record Opening(int opens, int closes) {
        public Opening {
            if (opens < 0 || closes > 1440 || opens >= closes) {
                throw new IllegalArgumentException("not a stretch of a day: " + opens + " to " + closes);
            }
        }
    }

    public WeeklyHours {
        days = Map.copyOf(days);
    }

    /// The same hours, whole ones, from Monday to Friday.
    public static WeeklyHours weekdays(int opensHour, int closesHour) {
        return on(List.of(DayOfWeek.values()).subList(0, 5), opensHour, closesHour);
    }

    /// Open day and night, which keeps tests independent of the time at which they run.
    public static WeeklyHours always() {
        return on(List.of(DayOfWeek.values()), 0, 24);
    }

    /// The same hours, whole ones, on the given days.
    public static WeeklyHours on(List<DayOfWeek> days, int opensHour, int closesHour) {
        Map<DayOfWeek, List<Opening>> hours = new EnumMap<>(DayOfWeek.class);
        days.forEach(day -> hours.put(day, List.of(new Opening(opensHour * 60, closesHour * 60))));
        return new WeeklyHours(hours);
    }

    List<Opening> on(LocalDate date) {
        return days.getOrDefault(date.getDayOfWeek(), List.of());
    }
}
