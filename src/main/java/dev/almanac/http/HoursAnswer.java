package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.live.HourOfWeek;
import java.util.List;

/// The JSON of `GET /no-shows/by-hour`: by weekday from Monday, then by hour; hours without an appointment that is over are left out.
///
/// @param completeFrom the first local day that is told whole: what is older may have been forgotten
@JsonInclude
record HoursAnswer(
        String locationId, String timeZone, String from, String to, String completeFrom, List<Hour> hours) {
    /// @param weekday  `MONDAY` to `SUNDAY`
    /// @param hour     of the wall clock in which it begins, 0 to 23
    /// @param unmarked are over, and nobody has said how they turned out
    /// @param rate     no-show ÷ (showed + no-show); null where nothing is marked
    @JsonInclude
    record Hour(String weekday, int hour, int showed, int noShow, int unmarked, Double rate) {}

    static Hour hour(HourOfWeek hour) {
        return new Hour(hour.weekday().name(), hour.hour(), hour.showed(), hour.noShow(), hour.unmarked(), hour.rate());
    }
}
