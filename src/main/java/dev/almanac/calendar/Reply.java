package dev.almanac.calendar;

import java.util.List;

/// What a [Request] came to, with the value that its kind promises.
public sealed interface Reply {
    ApiResult<?> result();

    /// To [Request.ReadAppointment].
    record Read(ApiResult<Appointment> result) implements Reply {}

    /// To [Request.ListAppointments].
    record Events(ApiResult<EventList> result) implements Reply {}

    /// To [Request.ListBlockedTime].
    record Blocked(ApiResult<List<BlockedTime>> result) implements Reply {}

    /// To [Request.ListCalendars]: their ids.
    record Calendars(ApiResult<List<String>> result) implements Reply {}

    /// To [Request.CreateAppointment] and [Request.UpdateAppointment]: the id, the only member of such an answer that may
    /// be trusted.
    record Written(ApiResult<String> result) implements Reply {}
}
