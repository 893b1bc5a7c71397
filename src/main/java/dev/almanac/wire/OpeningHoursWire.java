package dev.almanac.wire;

import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import dev.almanac.schema.OpeningException;
import dev.almanac.schema.WeeklyOpening;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Opening hours, days in order; null where unknown.
final class OpeningHoursWire {
    private OpeningHoursWire() {}

    static dev.almanac.schema.OpeningHours toAvro(OpeningHours hours) {
        if (hours == null) {
            return null;
        }
        return new dev.almanac.schema.OpeningHours(
                hours.weekly().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(day -> new WeeklyOpening(day.getKey().name(), toAvro(day.getValue())))
                        .toList(),
                hours.exceptions().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(date -> new OpeningException(date.getKey(), toAvro(date.getValue())))
                        .toList());
    }

    /// A day or date that stands there twice is open in the intervals of both.
    static OpeningHours fromAvro(dev.almanac.schema.OpeningHours avro) {
        if (avro == null) {
            return null;
        }
        Map<DayOfWeek, List<OpeningInterval>> weekly = avro.getWeekly().stream()
                .collect(Collectors.groupingBy(
                        day -> DayOfWeek.valueOf(day.getDayOfWeek()),
                        Collectors.flatMapping(
                                day -> day.getIntervals().stream().map(OpeningHoursWire::interval),
                                Collectors.toUnmodifiableList())));
        Map<LocalDate, List<OpeningInterval>> exceptions = avro.getExceptions().stream()
                .collect(Collectors.groupingBy(
                        OpeningException::getDate,
                        Collectors.flatMapping(
                                date -> date.getIntervals().stream().map(OpeningHoursWire::interval),
                                Collectors.toUnmodifiableList())));
        return new OpeningHours(weekly, exceptions);
    }

    private static List<dev.almanac.schema.OpeningInterval> toAvro(List<OpeningInterval> intervals) {
        return intervals.stream()
                .map(it -> new dev.almanac.schema.OpeningInterval(it.opensText(), it.closesText()))
                .toList();
    }

    private static OpeningInterval interval(dev.almanac.schema.OpeningInterval avro) {
        return OpeningInterval.parse(avro.getOpens(), avro.getCloses());
    }
}
