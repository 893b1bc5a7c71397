package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.aggregate.Utilization;
import java.time.Duration;
import java.util.List;

/// The JSON of `GET /utilization`: cells by day, then by id.
record UtilizationAnswer(@JsonInclude List<Cell> cells) {
    private static final double MILLIS_PER_MINUTE = 60_000;

    /// How much of the available time of one scope and local day is booked. Minutes may have fractions.
    ///
    /// @param scope            `LOCATION`, `CALENDAR` or `USER`
    /// @param day              local day in `timeZone`, `yyyy-MM-dd`
    /// @param availableMinutes opening hours minus blocked time; null without known hours
    /// @param bookedMinutes    overlaps counted once; in `bookedMinutesSum` as often as they occur
    /// @param ratio            booked ÷ available, may exceed 1; null without available time
    /// @param asOf             the figures are as of this instant, ISO 8601 in UTC
    /// @param revision         one more each time the figures of this cell change; 0: a day that was never told, computed for this
    ///                         answer
    @JsonInclude
    record Cell(
            String locationId,
            String scope,
            String id,
            String day,
            String timeZone,
            Double availableMinutes,
            double blockedMinutes,
            double bookedMinutes,
            double bookedMinutesSum,
            double noShowMinutes,
            int appointments,
            Double ratio,
            String asOf,
            long revision,
            int definitionVersion) {}

    static Cell cell(Utilization cell) {
        Utilization.Figures figures = cell.figures();
        return new Cell(
                cell.key().locationId(),
                cell.key().scope().name(),
                cell.key().scopeId(),
                cell.key().day().toString(),
                cell.timeZone().getId(),
                figures.available() == null ? null : Double.valueOf(minutes(figures.available())),
                minutes(figures.blocked()),
                minutes(figures.booked()),
                minutes(figures.bookedSum()),
                minutes(figures.noShow()),
                figures.appointments(),
                figures.ratio(),
                cell.asOf().toString(),
                cell.revision(),
                Utilization.DEFINITION_VERSION);
    }

    private static double minutes(Duration duration) {
        return duration.toMillis() / MILLIS_PER_MINUTE;
    }
}
