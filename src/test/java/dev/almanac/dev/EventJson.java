package dev.almanac.dev;

import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How the API tells a stored row: the vendor's shapes, with the quirks that are on.
final class EventJson {
    private static final List<String> WRITTEN = List.of("id", "calendarId", "contactId", "title");
    private static final List<String> WRITTEN_BLOCK =
            List.of("id", "locationId", "title", "startTime", "endTime", "calendarId", "assignedUserId");

    private final Quirks quirks;

    EventJson(Quirks quirks) {
        this.quirks = quirks;
    }

    /// As in lists, or as read by id.
    Map<String, Object> read(StoredEvent row, VendorLocation location, boolean listed) {
        Map<String, Object> json = new LinkedHashMap<>(row.members());
        json.remove("exdates");
        json.remove("meetingLocationType");
        json.remove("meetingLocationId");
        json.remove("overrideLocationConfig");
        json.put("deleted", row.deleted());
        if (row.isAppointment()) {
            appointment(json, row, location, listed);
        } else if (row.kind() == StoredEvent.Kind.SYNCED_BLOCK && row.rrule() != null
                && quirks.has(Quirk.RRULE_ARRAY_ON_SYNCED_BLOCKS)) {
            json.put("rrule", List.of("RRULE:" + row.rrule()));
        }
        return json;
    }

    private void appointment(Map<String, Object> json, StoredEvent row, VendorLocation location, boolean listed) {
        json.putIfAbsent("isRecurring", false);
        String group = Listing.groupOf(row, location);
        if (group != null) {
            json.put("groupId", group);
        }
        if (quirks.has(Quirk.EMPTY_ADDRESS)) {
            json.putIfAbsent("address", "");
        }
        if (row.description() != null && quirks.has(listed ? Quirk.NOTES_IN_LISTS : Quirk.NOTES_ON_READ)) {
            json.put("notes", json.remove("description"));
        }
        if (quirks.has(Quirk.STATUS_DETAILS)) {
            json.put("statusDetails", statusDetails(row.status()));
        }
        if (quirks.has(Quirk.UNKNOWN_MEMBERS)) {
            json.put("appointmentMeta", Map.of("origin", "calendar", "flags", List.of()));
        }
        if (quirks.has(Quirk.STATUS_TWIN) || quirks.has(Quirk.STATUS_MISSPELLED_ONLY)) {
            json.put("appoinmentStatus", row.status());
        }
        if (quirks.has(Quirk.STATUS_MISSPELLED_ONLY)) {
            json.remove("appointmentStatus");
        }
    }

    private static Map<String, Object> statusDetails(String status) {
        String state = switch (status) {
            case "new" -> "pending";
            case "confirmed" -> "active";
            case "showed" -> "completed";
            default -> status;
        };
        String words = status.equals("noshow")
                ? "No Show"
                : status.substring(0, 1).toUpperCase(Locale.ROOT) + status.substring(1);
        return Map.of("status", words, "state", state, "oldStatus", status, "translatable", true);
    }

    /// The answer to create and update: by default as little as was seen live, without times and location.
    Map<String, Object> written(StoredEvent row, VendorLocation location) {
        if (quirks.has(Quirk.FULL_WRITE_ANSWER)) {
            return read(row, location, false);
        }
        Map<String, Object> json = some(row, WRITTEN);
        json.put("status", "booked");
        json.put("appoinmentStatus", row.status());
        if (row.userId() != null) {
            json.put("assignedUserId", row.userId());
        }
        json.put("address", row.members().getOrDefault("address", ""));
        json.put("isRecurring", row.members().getOrDefault("isRecurring", false));
        return json;
    }

    Map<String, Object> writtenBlock(StoredEvent row) {
        return some(row, WRITTEN_BLOCK);
    }

    private static Map<String, Object> some(StoredEvent row, List<String> names) {
        Map<String, Object> json = new LinkedHashMap<>();
        names.stream().filter(row.members()::containsKey).forEach(name -> json.put(name, row.members().get(name)));
        return json;
    }

    static Map<String, Object> calendar(VendorCalendar calendar, String locationId) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", calendar.id());
        json.put("locationId", locationId);
        json.put("name", calendar.name());
        json.put("calendarType", calendar.type());
        json.put("isActive", true);
        if (calendar.groupId() != null) {
            json.put("groupId", calendar.groupId());
        }
        json.put("teamMembers", calendar.team().stream().map(EventJson::teamMember).toList());
        json.put("slotDuration", calendar.slotDuration().toMinutes());
        json.put("slotDurationUnit", "mins");
        json.put("slotInterval", calendar.slotInterval().toMinutes());
        json.put("slotIntervalUnit", "mins");
        json.put("appoinmentPerSlot", calendar.seats());
        json.put("autoConfirm", calendar.autoConfirm());
        json.put("openHours", calendar.hours().days().entrySet().stream().map(EventJson::openHours).toList());
        return json;
    }

    private static Map<String, Object> teamMember(String userId) {
        return Map.of("userId", userId, "priority", 0.5, "selected", true);
    }

    /// Weekdays count from 0 for Sunday.
    private static Map<String, Object> openHours(Map.Entry<DayOfWeek, List<WeeklyHours.Opening>> day) {
        List<Map<String, Integer>> hours = day.getValue().stream()
                .map(open -> Map.of(
                        "openHour", open.opens() / 60, "openMinute", open.opens() % 60,
                        "closeHour", open.closes() / 60, "closeMinute", open.closes() % 60))
                .toList();
        return Map.of("daysOfTheWeek", List.of(day.getKey().getValue() % 7), "hours", hours);
    }
}
