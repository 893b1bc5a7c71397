package dev.almanac.location;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Opening hours as written in the locations file.
record HoursEntry(Map<DayOfWeek, List<OpeningInterval>> weekly, Map<LocalDate, List<OpeningInterval>> exceptions) {
    HoursEntry {
        weekly = weekly == null ? Map.of() : weekly;
        exceptions = exceptions == null ? Map.of() : exceptions;
    }

    OpeningHours toOpeningHours() {
        return new OpeningHours(weekly, exceptions);
    }

    Stream<String> problems() {
        return Stream.concat(weekly.entrySet().stream(), exceptions.entrySet().stream())
                .filter(day -> overlap(day.getValue()))
                .map(day -> "openingHours of " + day.getKey() + " overlap: " + day.getValue());
    }

    private static boolean overlap(List<OpeningInterval> day) {
        return day.stream().anyMatch(one -> day.stream()
                .anyMatch(other -> one != other && one.opens() <= other.opens() && other.opens() < one.closes()));
    }
}
