package dev.almanac.dev;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One row of the simulated calendar as stored, before any quirk of telling it: an appointment or blocked time.
///
/// Members carry the vendor's names and correct spellings; absent ones are not in the map. Times are texts with the
/// offset of the location's wall clock, and the two instants say the same.
public record StoredEvent(Kind kind, Instant startsAt, Instant endsAt, Map<String, Object> members) {

    /// What a row is.
    public enum Kind {
        APPOINTMENT,
        /// Blocked by a person or by the API.
        BLOCK,
        /// Synced from somebody's calendar elsewhere: belongs to a user, never to a calendar.
        SYNCED_BLOCK
    }

    /// The vendor's form: numeric offset, no fractions of a second.
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter STAMP =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    public StoredEvent {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    static StoredEvent of(Kind kind, Map<String, Object> members) {
        return new StoredEvent(
                kind, instant((String) members.get("startTime")), instant((String) members.get("endTime")), members);
    }

    static String wallClock(Instant instant, ZoneId zone) {
        return WALL_CLOCK.format(instant.atZone(zone));
    }

    static String stamp(Instant instant) {
        return STAMP.format(instant.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /// This row with other members; null takes one away.
    StoredEvent with(Map<String, Object> changes) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        changes.forEach((name, value) -> {
            if (value == null) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return of(kind, all);
    }

    public String text(String member) {
        return (String) members.get(member);
    }

    public String id() {
        return text("id");
    }

    public String locationId() {
        return text("locationId");
    }

    public String calendarId() {
        return text("calendarId");
    }

    public String contactId() {
        return text("contactId");
    }

    public String userId() {
        return text("assignedUserId");
    }

    public String status() {
        return text("appointmentStatus");
    }

    public String description() {
        return text("description");
    }

    public String masterId() {
        return text("masterEventId");
    }

    public String rrule() {
        return text("rrule");
    }

    public boolean deleted() {
        return Boolean.TRUE.equals(members.get("deleted"));
    }

    public boolean isAppointment() {
        return kind == Kind.APPOINTMENT;
    }

    /// Whether it stands for a whole series and is told as its instances.
    boolean isSeries() {
        return rrule() != null && masterId() == null;
    }

    /// Secondary owners.
    List<?> users() {
        return (List<?>) members.getOrDefault("users", List.of());
    }

    /// The list operations match by overlap, as integrators found: what began before and still runs is included.
    boolean overlaps(Instant from, Instant to) {
        return startsAt.isBefore(to) && endsAt.isAfter(from);
    }

    /// Whether it keeps others from booking its time.
    boolean takesTime() {
        return !deleted() && !"cancelled".equals(status());
    }

    boolean involves(String user) {
        return user != null && (user.equals(userId()) || users().contains(user));
    }
}
