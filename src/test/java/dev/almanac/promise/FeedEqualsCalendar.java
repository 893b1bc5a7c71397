package dev.almanac.promise;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.StoredEvent;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Once the calendar is calm and was polled, the rows of the feed are the appointments of the calendar, and what is gone is
/// told as removed.
final class FeedEqualsCalendar implements Promise {
    @Override
    public List<String> broken(Aftermath aftermath) {
        Map<String, String> told = new HashMap<>();
        aftermath.rows().values().stream()
                .filter(row -> !row.removed())
                .forEach(row -> told.put(row.id(), text(row)));
        Map<String, String> present = new HashMap<>();
        aftermath.calendar().locations().stream()
                .flatMap(location -> aftermath.calendar().rows(location.id()).stream())
                .filter(row -> row.isAppointment() && !row.deleted())
                .forEach(row -> present.put(row.id(), text(row)));
        TreeSet<String> ids = new TreeSet<>(told.keySet());
        ids.addAll(present.keySet());
        return ids.stream()
                .filter(id -> !Objects.equals(told.get(id), present.get(id)))
                .map(id -> id + " is " + present.getOrDefault(id, "not there")
                        + ", and the feed says " + told.getOrDefault(id, "nothing"))
                .toList();
    }

    private static String text(AppointmentRow row) {
        Appointment told = row.appointment();
        return text(
                told.startTime().toInstant(), told.endTime().toInstant(), told.status(), told.calendarId(),
                told.assignedUserId(), told.contactId(), told.title(), told.description(), told.dateUpdated());
    }

    private static String text(StoredEvent row) {
        return text(
                row.startsAt(), row.endsAt(), row.status(), row.calendarId(), row.userId(), row.contactId(),
                row.text("title"), row.description(), OffsetDateTime.parse(row.text("dateUpdated")).toInstant());
    }

    private static String text(Object... members) {
        return Arrays.toString(members);
    }
}
