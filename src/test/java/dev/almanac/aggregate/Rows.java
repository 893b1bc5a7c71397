package dev.almanac.aggregate;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import dev.almanac.location.PollSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Rows by hand. Times are ISO texts with an offset; what is not said is of location `loc`, calendar `cal`, user `ann`.
record Rows(
        String id,
        String locationId,
        String calendarId,
        String userId,
        String contactId,
        String status,
        String start,
        String end,
        String statusSince,
        String fetchedAt,
        boolean deleted,
        boolean removed) {

    static Rows of(String id, String start, String end) {
        return new Rows(id, "loc", "cal", "ann", "kim", "confirmed", start, end, "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:00Z", false, false);
    }

    Rows in(String location) {
        return new Rows(id, location, calendarId, userId, contactId, status, start, end, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows calendar(String calendar) {
        return new Rows(id, locationId, calendar, userId, contactId, status, start, end, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows user(String user) {
        return new Rows(id, locationId, calendarId, user, contactId, status, start, end, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows contact(String contact) {
        return new Rows(id, locationId, calendarId, userId, contact, status, start, end, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows status(String text, String since) {
        return new Rows(id, locationId, calendarId, userId, contactId, text, start, end, since, since, deleted,
                removed);
    }

    Rows status(String text) {
        return new Rows(id, locationId, calendarId, userId, contactId, text, start, end, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows moved(String newStart, String newEnd) {
        return new Rows(id, locationId, calendarId, userId, contactId, status, newStart, newEnd, statusSince, fetchedAt,
                deleted, removed);
    }

    Rows seen(String at) {
        return new Rows(id, locationId, calendarId, userId, contactId, status, start, end, statusSince, at, deleted,
                removed);
    }

    Rows softDeleted() {
        return new Rows(id, locationId, calendarId, userId, contactId, status, start, end, statusSince, fetchedAt,
                true, removed);
    }

    Rows gone() {
        return new Rows(id, locationId, calendarId, userId, contactId, status, start, end, statusSince, fetchedAt,
                deleted, true);
    }

    /// Neither removed nor deleted.
    Rows back() {
        return new Rows(id, locationId, calendarId, userId, contactId, status, start, end, statusSince, fetchedAt,
                false, false);
    }

    AppointmentRow appointment() {
        Appointment appointment = new Appointment(
                id, locationId, calendarId, contactId, null, "A title", status, userId, List.of(), null, null, null,
                false, List.of(), null, time(start), time(end), null, null, List.of(), null, deleted, Map.of());
        Instant seen = Instant.parse(fetchedAt);
        return new AppointmentRow(appointment, 1, Instant.parse(statusSince), null, seen, seen, true, removed);
    }

    BlockedTimeRow block() {
        BlockedTime block = new BlockedTime(
                id, locationId, calendarId, userId, "Private", false, List.of(), null, time(start), time(end), null,
                null, null, deleted, Map.of());
        Instant seen = Instant.parse(fetchedAt);
        return new BlockedTimeRow(block, 1, seen, seen, removed);
    }

    Entry booking() {
        return Booking.of(appointment()).orElseThrow();
    }

    Entry blocking() {
        return Block.of(block()).orElseThrow();
    }

    private static OffsetDateTime time(String text) {
        return text == null ? null : OffsetDateTime.parse(text);
    }

    /// Every day of the week from one time to another, such as `09:00-17:00`, several with a comma.
    static OpeningHours daily(String intervals) {
        List<OpeningInterval> parsed = Arrays.stream(intervals.split(","))
                .map(text -> text.split("-"))
                .map(times -> OpeningInterval.parse(times[0], times[1]))
                .toList();
        return new OpeningHours(
                Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(Function.identity(), _ -> parsed)),
                Map.of());
    }

    /// The location `loc`, two hours' notice for cancellations.
    static Location location(String zone, OpeningHours hours, Map<String, Optional<OpeningHours>> users) {
        return location("loc", zone, hours, users, Map.of());
    }

    static Location location(
            String id,
            String zone,
            OpeningHours hours,
            Map<String, Optional<OpeningHours>> users,
            Map<String, Optional<OpeningHours>> calendars) {
        return new Location(
                id, ZoneId.of(zone), "credential", calendars, Map.of(), users, List.of(), hours, PollSettings.DEFAULT,
                Duration.ofHours(2));
    }
}
