package dev.almanac.location;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// When bookings can be held, in local time: an ordinary week, and dates that differ from it. A day not named is closed.
public record OpeningHours(Map<DayOfWeek, List<OpeningInterval>> weekly, Map<LocalDate, List<OpeningInterval>> exceptions) {
    public OpeningHours {
        weekly = Map.copyOf(weekly);
        exceptions = Map.copyOf(exceptions);
    }

    /// The intervals of one local date.
    public List<OpeningInterval> on(LocalDate date) {
        List<OpeningInterval> exception = exceptions.get(date);
        return exception != null ? exception : weekly.getOrDefault(date.getDayOfWeek(), List.of());
    }
}
