package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.live.Visit;
import java.util.List;

/// The JSON of `GET /appointments/unmarked`: what somebody has to work through, by start.
///
/// @param day          local day in `timeZone`, `yyyy-MM-dd`
/// @param asOf         over by this instant, ISO 8601 in UTC
/// @param total        how many there are, of which `appointments` are the first
@JsonInclude
record UnmarkedAnswer(
        String locationId, String timeZone, String day, String asOf, int total, List<Appointment> appointments) {
    /// Ids and times only: they suffice to find it in the calendar.
    ///
    /// @param startTime ISO 8601 in UTC, like `endTime`
    /// @param status    as the vendor spells it: `new` or `confirmed`
    @JsonInclude
    record Appointment(
            String id,
            String calendarId,
            String userId,
            String contactId,
            String startTime,
            String endTime,
            String status) {}

    static Appointment appointment(Visit visit) {
        return new Appointment(
                visit.id(), visit.calendarId(), visit.userId(), visit.contactId(), visit.start().toString(),
                visit.end().toString(), visit.statusText());
    }
}
