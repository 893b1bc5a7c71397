package dev.almanac.calendar;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/// An appointment for tests: one that could be real, and what is to be otherwise about it.
public final class AnAppointment {
    private final String id;
    private String locationId = "loc";
    private String calendarId = "cal";
    private String title = "Visit";
    private String contactId = "contact";
    private String status = "confirmed";
    private String assignedUserId = "user";
    private String description;
    private String notes;
    private List<String> rrule = List.of();
    private OffsetDateTime start = OffsetDateTime.parse("2026-03-02T10:00:00Z");
    private OffsetDateTime end = OffsetDateTime.parse("2026-03-02T10:30:00Z");
    private Instant added = Instant.parse("2026-02-01T00:00:00Z");
    private Instant updated = Instant.parse("2026-02-01T00:00:00Z");
    private CreatedBy createdBy = new CreatedBy(null, "booking_widget");
    private boolean deleted;

    private AnAppointment(String id) {
        this.id = id;
    }

    public static AnAppointment of(String id) {
        return new AnAppointment(id);
    }

    public AnAppointment locationId(String value) {
        locationId = value;
        return this;
    }

    public AnAppointment calendarId(String value) {
        calendarId = value;
        return this;
    }

    public AnAppointment contactId(String value) {
        contactId = value;
        return this;
    }

    public AnAppointment title(String value) {
        title = value;
        return this;
    }

    public AnAppointment status(String value) {
        status = value;
        return this;
    }

    public AnAppointment assignedUserId(String value) {
        assignedUserId = value;
        return this;
    }

    public AnAppointment description(String value) {
        description = value;
        return this;
    }

    public AnAppointment notes(String value) {
        notes = value;
        return this;
    }

    public AnAppointment rrule(String value) {
        rrule = List.of(value);
        return this;
    }

    public AnAppointment from(String value) {
        return from(OffsetDateTime.parse(value));
    }

    /// Half an hour from then on.
    public AnAppointment from(OffsetDateTime value) {
        start = value;
        end = value.plusMinutes(30);
        return this;
    }

    public AnAppointment added(Instant value) {
        added = value;
        return this;
    }

    public AnAppointment updated(Instant value) {
        updated = value;
        return this;
    }

    public AnAppointment createdBy(CreatedBy value) {
        createdBy = value;
        return this;
    }

    public AnAppointment deleted() {
        deleted = true;
        return this;
    }

    public Appointment build() {
        return new Appointment(
                id, locationId, calendarId, contactId, null, title, status, assignedUserId, List.of(), null,
                description,
                notes, null, rrule, null, start, end, added, updated, List.of(), createdBy, deleted, Map.of());
    }
}
