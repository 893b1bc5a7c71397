package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/// How much of the available time of one cell is booked.
public record Utilization(CellKey key, ZoneId timeZone, Figures figures, Instant asOf, long revision)
        implements Cell {
    /// Raised when the meaning of a figure changes.
    public static final int DEFINITION_VERSION = 1;

    public Utilization {
        requireNonNull(key, "key");
        requireNonNull(timeZone, "timeZone");
        requireNonNull(figures, "figures");
        requireNonNull(asOf, "asOf");
    }

    /// @param available    opening hours minus blocked time; null without known hours
    /// @param blocked      blocked time within opening hours (all of it where hours are unknown), overlaps counted once
    /// @param booked       time covered by at least one appointment that is neither cancelled, invalid nor removed
    /// @param bookedSum    the same appointments added up
    /// @param noShow       time covered by appointments marked no-show, overlaps counted once
    /// @param appointments how many contribute
    public record Figures(
            Duration available, Duration blocked, Duration booked, Duration bookedSum, Duration noShow, int appointments) {

        /// Booked ÷ available, which may exceed 1; null without available time.
        public Double ratio() {
            return available == null || available.isZero()
                    ? null
                    : Double.valueOf((double) booked.toMillis() / available.toMillis());
        }
    }
}
