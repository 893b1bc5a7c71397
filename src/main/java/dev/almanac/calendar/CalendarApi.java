package dev.almanac.calendar;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The operations of the vendor's calendar API that Almanac uses, one request per call, without retries. A call blocks
/// its thread, at most until [CalendarSettings#callDeadline], does not throw, and says in its result what may be
/// believed. Safe for use by many threads.
public final class CalendarApi implements AutoCloseable {
    private final CalendarSettings settings;
    private final CalendarHttp http;

    public CalendarApi(CalendarSettings settings) {
        this.settings = settings;
        this.http = new CalendarHttp(settings);
    }

    /// One appointment, or one instance of a series. A deleted one may be told as [ApiResult.NotFound] or as a value
    /// with `deleted`.
    ///
    /// @param locationId stands in where the answer names none; the request does not carry it
    public ApiResult<Appointment> readAppointment(Caller caller, String locationId, String appointmentId) {
        if (!CalendarRequest.canBePathSegment(appointmentId)) {
            return impossibleId();
        }
        return http.send(
                caller,
                CalendarRequest.read(settings, appointmentId),
                answer -> ApiJson.appointment(answer, locationId));
    }

    /// All events of one owner that overlap the window: the API pages nothing and repeats an event in adjacent windows.
    public ApiResult<EventList> listAppointments(Caller caller, String locationId, WindowOwner owner, Window window) {
        return http.send(
                caller,
                CalendarRequest.appointments(settings, locationId, owner, window),
                answer -> ApiJson.events(answer, locationId));
    }

    /// All blocked time of one owner that overlaps the window, one entry per instance of a recurring block.
    public ApiResult<List<BlockedTime>> listBlockedTime(
            Caller caller, String locationId, WindowOwner owner, Window window) {
        return http.send(
                caller,
                CalendarRequest.blockedTime(settings, locationId, owner, window),
                answer -> ApiJson.blockedTimes(answer, locationId));
    }

    /// The ids of a location's calendars, inactive ones and drafts included: they may hold appointments all the same.
    public ApiResult<List<String>> listCalendars(Caller caller, String locationId) {
        return http.send(caller, CalendarRequest.calendars(settings, locationId), ApiJson::calendarIds);
    }

    /// Books. The value is the new id; nothing else in the answer can be relied on.
    public ApiResult<String> createAppointment(Caller caller, NewAppointment appointment) {
        Map<String, Object> members = new TreeMap<>(appointment.details().given());
        members.put("locationId", appointment.locationId());
        members.put("contactId", appointment.contactId());
        return http.send(
                caller, CalendarRequest.create(settings, ApiJson.bytes(members)), ApiJson::writtenId);
    }

    /// Changes an appointment, one instance, or with its master's id a whole series. What is not given stays, except
    /// the status: without `appointmentStatus` the vendor has been seen to set it to `confirmed`.
    ///
    /// @return the id as the answer tells it
    public ApiResult<String> updateAppointment(Caller caller, String appointmentId, AppointmentDetails details) {
        if (!CalendarRequest.canBePathSegment(appointmentId)) {
            return impossibleId();
        }
        return http.send(
                caller,
                CalendarRequest.update(settings, appointmentId, ApiJson.bytes(details.given())),
                ApiJson::writtenId);
    }

    /// Closes all connections. Requests under way end in doubt or not sent; later ones are not sent.
    @Override
    public void close() {
        http.close();
    }

    private static <T> ApiResult<T> impossibleId() {
        return new ApiResult.Refused<>(
                ApiResult.Refusal.VALIDATION,
                new Answer(0, "an appointment id must not be empty or dots", null, RateLimit.UNKNOWN));
    }
}
