package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What create and update bodies come to: the members to store, or the refusal. Changes nothing itself.
final class Bookings {
    private static final List<String> PLAIN = List.of(
            "title", "description", "address", "meetingLocationType", "meetingLocationId", "overrideLocationConfig");

    private final InstantSource time;
    private final Quirks quirks;
    private final EventStore store;

    Bookings(InstantSource time, Quirks quirks, EventStore store) {
        this.time = time;
        this.quirks = quirks;
        this.store = store;
    }

    static VendorCalendar calendar(VendorLocation location, String calendarId) {
        return location.calendar(calendarId)
                .orElseThrow(() -> VendorError.of(400, "Calendar not found for id: " + calendarId));
    }

    Map<String, Object> create(VendorLocation location, Map<String, Object> body) {
        VendorCalendar calendar = calendar(location, (String) body.get("calendarId"));
        String userId = (String) body.get("assignedUserId");
        mustBeOnTeam(calendar, userId);
        boolean unchecked = BodyCheck.flag(body, "ignoreFreeSlotValidation");
        if (unchecked && userId == null && !calendar.team().isEmpty() && quirks.has(Quirk.TEAM_MEMBER_NEEDED)) {
            throw VendorError.of(422, "A team member needs to be selected. assignedUserId is missing");
        }
        OffsetDateTime start = BodyCheck.time(body, "startTime");
        OffsetDateTime givenEnd = BodyCheck.time(body, "endTime");
        Instant end = givenEnd != null ? givenEnd.toInstant() : start.toInstant().plus(calendar.slotDuration());
        SlotCheck slot = slot(location, calendar, start, end, null);
        if (!unchecked) {
            slot.check(userId, BodyCheck.flag(body, "ignoreDateRange"));
        }
        String holder = userId != null || calendar.isClass()
                ? userId
                : slot.freeMember().orElse(calendar.team().getFirst());
        Map<String, Object> members = plain(body, unchecked);
        members.put("locationId", location.id());
        members.put("contactId", body.get("contactId"));
        members.put("appointmentStatus", status(body, calendar.autoConfirm() ? "confirmed" : "new"));
        members.put("createdBy", Map.of("source", "third_party"));
        members.putIfAbsent("title", "Appointment");
        place(members, location, calendar, start.toInstant(), end);
        hold(members, calendar, holder);
        return members;
    }

    private static void place(
            Map<String, Object> members, VendorLocation location, VendorCalendar calendar, Instant start, Instant end) {
        members.put("calendarId", calendar.id());
        members.put("startTime", StoredEvent.wallClock(start, location.zone()));
        members.put("endTime", StoredEvent.wallClock(end, location.zone()));
    }

    private static void hold(Map<String, Object> members, VendorCalendar calendar, String userId) {
        if (userId != null) {
            members.put("assignedUserId", userId);
            members.put("users", calendar.type().equals("collective") ? calendar.team() : List.of(userId));
        }
    }

    /// The changes that a PUT makes. Not a patch for the status: without one it becomes `confirmed`.
    Map<String, Object> update(VendorLocation location, StoredEvent before, Map<String, Object> body) {
        VendorCalendar calendar = calendar(location, (String) body.getOrDefault("calendarId", before.calendarId()));
        String userId = (String) body.getOrDefault("assignedUserId", before.userId());
        mustBeOnTeam(calendar, userId);
        OffsetDateTime start = Objects.requireNonNullElse(BodyCheck.time(body, "startTime"),
                before.startsAt().atZone(location.zone()).toOffsetDateTime());
        Instant end = endAfterUpdate(before, start, BodyCheck.time(body, "endTime"));
        boolean moves = !start.toInstant().equals(before.startsAt()) || !end.equals(before.endsAt())
                || !calendar.id().equals(before.calendarId()) || !Objects.equals(userId, before.userId());
        boolean againstItself = quirks.has(Quirk.SLOT_CHECK_AGAINST_ITSELF);
        boolean unchecked = BodyCheck.flag(body, "ignoreFreeSlotValidation");
        Map<String, Object> changes = plain(body, unchecked);
        if (body.containsKey("appointmentStatus") || quirks.has(Quirk.STATUS_RESET_BY_PUT)) {
            changes.put("appointmentStatus", status(body, "confirmed"));
        }
        boolean endsIt = "cancelled".equals(changes.get("appointmentStatus"));
        if (!unchecked && (againstItself || moves && !endsIt)) {
            slot(location, calendar, start, end, againstItself ? null : before)
                    .check(userId, BodyCheck.flag(body, "ignoreDateRange"));
        }
        if (moves) {
            place(changes, location, calendar, start.toInstant(), end);
        }
        if (!Objects.equals(userId, before.userId())) {
            hold(changes, calendar, userId);
        }
        return changes;
    }

    /// Without an end the booking keeps its length.
    private static Instant endAfterUpdate(StoredEvent before, OffsetDateTime start, OffsetDateTime givenEnd) {
        if (givenEnd != null) {
            if (!givenEnd.isAfter(start)) {
                throw VendorError.of(400, "Bad Request");
            }
            return givenEnd.toInstant();
        }
        return before.endsAt().plus(Duration.between(before.startsAt(), start.toInstant()));
    }

    /// The starts of the slots of a calendar that can be booked, for a user or for anybody.
    List<OffsetDateTime> freeStarts(
            VendorLocation location, VendorCalendar calendar, String userId, Instant from, Instant to) {
        List<StoredEvent> nearby = taking(location, from, to.plus(calendar.slotDuration()), null);
        LocalDate first = from.atZone(location.zone()).toLocalDate();
        LocalDate last = to.atZone(location.zone()).toLocalDate();
        return first.datesUntil(last.plusDays(1))
                .flatMap(day -> calendar.starts(day, location.zone()))
                .filter(start -> !start.toInstant().isBefore(from) && start.toInstant().isBefore(to))
                .filter(start -> isBookable(location, calendar, userId, start, nearby))
                .toList();
    }

    private boolean isBookable(
            VendorLocation location,
            VendorCalendar calendar,
            String userId,
            OffsetDateTime start,
            List<StoredEvent> nearby) {
        Instant end = start.toInstant().plus(calendar.slotDuration());
        List<StoredEvent> taken = nearby.stream().filter(row -> row.overlaps(start.toInstant(), end)).toList();
        SlotCheck slot = new SlotCheck(calendar, location.zone(), time.instant(), start, end, taken, quirks);
        try {
            slot.check(userId, false);
            return true;
        } catch (VendorError notBookable) {
            return false;
        }
    }

    private SlotCheck slot(
            VendorLocation location, VendorCalendar calendar, OffsetDateTime start, Instant end, StoredEvent moved) {
        List<StoredEvent> taken = taking(location, start.toInstant(), end, moved);
        return new SlotCheck(calendar, location.zone(), time.instant(), start, end, taken, quirks);
    }

    /// What takes time in a stretch, without what is being moved.
    private List<StoredEvent> taking(VendorLocation location, Instant from, Instant to, StoredEvent moved) {
        return store.within(location, from, to, null)
                .filter(StoredEvent::takesTime)
                .filter(row -> moved == null || !row.id().equals(moved.id()) && !moved.id().equals(row.masterId()))
                .toList();
    }

    private static void mustBeOnTeam(VendorCalendar calendar, String userId) {
        if (userId != null && !calendar.team().contains(userId)) {
            throw VendorError.of(422, "The user id not part of calendar team.");
        }
    }

    /// `completed` is stored as `showed`.
    private static String status(Map<String, Object> body, String otherwise) {
        String sent = (String) body.getOrDefault("appointmentStatus", otherwise);
        return sent.equals("completed") ? "showed" : sent;
    }

    private static Map<String, Object> plain(Map<String, Object> body, boolean unchecked) {
        Map<String, Object> members = new LinkedHashMap<>();
        PLAIN.stream().filter(body::containsKey).forEach(name -> members.put(name, body.get(name)));
        if (body.containsKey("address")) {
            members.put("meetingLocationType", "custom");
        }
        if (unchecked && body.get("rrule") instanceof String rrule) {
            if (!Recurrence.understands(rrule)) {
                throw VendorError.invalid(List.of("rrule is not a valid recurrence rule"));
            }
            members.put("rrule", rrule);
            members.put("isRecurring", true);
        }
        return members;
    }
}
