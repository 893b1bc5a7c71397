package dev.almanac.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The operations as requests ask for them: query and body in, status and body out, the calendar in between.
final class ApiOperations {
    private static final Set<String> LIST_QUERY =
            Set.of("locationId", "startTime", "endTime", "calendarId", "userId", "groupId");
    private static final Set<String> SLOTS_QUERY =
            Set.of("startDate", "endDate", "timezone", "userId", "userIds", "enableLookBusy");
    private static final Duration LONGEST_SLOT_RANGE = Duration.ofDays(31);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<HashMap<String, Object>> MEMBERS = new TypeReference<>() {};

    private final SimulatedCalendar calendar;
    private final EventJson json;
    private final RowTexts texts;

    ApiOperations(SimulatedCalendar calendar) {
        this.calendar = calendar;
        this.json = new EventJson(calendar.quirks());
        this.texts = new RowTexts(json, calendar.quirks());
    }

    /// What an operation came to; the body gets its `traceId` later.
    record Outcome(int status, Map<String, Object> body) {}

    Outcome perform(VendorRequest request, Route route, VendorLocation location, String traceId, View view) {
        return switch (route.operation()) {
            case READ -> read(location, route.id());
            case LIST_EVENTS -> list(request, location, false, view);
            case LIST_BLOCKED -> list(request, location, true, view);
            case CREATE -> {
                Map<String, Object> body = body(request);
                mustBelongTo(location, body.get("locationId"));
                int status = calendar.quirks().has(Quirk.CREATE_ANSWERS_200) ? 200 : 201;
                yield new Outcome(status, json.written(calendar.create(location.id(), body, traceId), location));
            }
            case UPDATE -> new Outcome(200, json.written(
                    calendar.update(location.id(), route.id(), body(request), traceId), location));
            case DELETE -> {
                calendar.delete(location.id(), route.id(), traceId);
                int status = calendar.quirks().has(Quirk.DELETE_ANSWERS_200) ? 200 : 201;
                yield new Outcome(status, Map.of("succeeded", true));
            }
            case BLOCK -> {
                Map<String, Object> body = body(request);
                mustBelongTo(location, body.get("locationId"));
                yield new Outcome(201, json.writtenBlock(calendar.block(location.id(), body, traceId)));
            }
            case LIST_CALENDARS -> calendars(request, location);
            case FREE_SLOTS -> freeSlots(request, location, route.id());
        };
    }

    private Outcome read(VendorLocation location, String eventId) {
        Map<String, Object> event = json.read(calendar.read(location.id(), eventId), location, false);
        if (calendar.quirks().has(Quirk.READ_BARE)) {
            return new Outcome(200, event);
        }
        return new Outcome(200, Map.of(calendar.quirks().has(Quirk.READ_AS_EVENT) ? "event" : "appointment", event));
    }

    private Outcome list(VendorRequest request, VendorLocation location, boolean blocked, View view) {
        Map<String, String> query = request.query();
        mustBeKnown(query, LIST_QUERY);
        mustBelongTo(location, query.get("locationId"));
        mustBeThere(query, "startTime", "endTime");
        if (!query.containsKey("userId") && !query.containsKey("calendarId") && !query.containsKey("groupId")) {
            throw VendorError.of(422, "Either of userId, calendarId or groupId is required");
        }
        Instant from = instant(query.get("startTime"));
        Instant to = instant(query.get("endTime"));
        if (from == null || to == null) {
            return new Outcome(200, Map.of("events", List.of()));
        }
        Instant asOf = view.age().isZero() ? null : calendar.time().instant().minus(view.age());
        Listing listing = new Listing(
                location.id(), blocked, query.get("calendarId"), query.get("userId"), query.get("groupId"),
                from, to, asOf);
        List<RawValue> events = calendar.list(listing).stream()
                .filter(row -> !view.leavesOut())
                .map(row -> texts.listed(row, location))
                .toList();
        return new Outcome(200, Map.of("events", events));
    }

    private Outcome calendars(VendorRequest request, VendorLocation location) {
        mustBeKnown(request.query(), Set.of("locationId", "groupId", "showDrafted"));
        mustBelongTo(location, request.query().get("locationId"));
        if (!Set.of("true", "false").contains(request.query().getOrDefault("showDrafted", "true"))) {
            throw VendorError.invalid(List.of("showDrafted must be a boolean value"));
        }
        String group = request.query().get("groupId");
        List<Map<String, Object>> calendars = location.calendars().stream()
                .filter(each -> group == null || group.equals(each.groupId()))
                .map(each -> EventJson.calendar(each, location.id()))
                .toList();
        return new Outcome(200, Map.of("calendars", calendars));
    }

    private Outcome freeSlots(VendorRequest request, VendorLocation location, String calendarId) {
        Map<String, String> query = request.query();
        mustBeKnown(query, SLOTS_QUERY);
        Instant from = millis(query.get("startDate"));
        Instant to = millis(query.get("endDate"));
        if (from == null || to == null || Duration.between(from, to).compareTo(LONGEST_SLOT_RANGE) > 0) {
            throw VendorError.of(400, "Date range should be in milliseconds and at most 31 days");
        }
        Map<String, Object> days = new LinkedHashMap<>();
        calendar.freeSlots(location.id(), calendarId, query.get("userId"), from, to, zone(query, location))
                .forEach((day, slots) -> days.put(day.toString(), Map.of("slots", slots)));
        return new Outcome(200, days);
    }

    private static ZoneId zone(Map<String, String> query, VendorLocation location) {
        try {
            return query.containsKey("timezone") ? ZoneId.of(query.get("timezone")) : location.zone();
        } catch (DateTimeException unknown) {
            throw VendorError.invalid(List.of("timezone must be a valid IANA time-zone"));
        }
    }

    /// A window's end in epoch milliseconds; null: a text that means nothing to the vendor.
    private Instant instant(String text) {
        Instant instant = millis(text);
        if (instant == null && !calendar.quirks().has(Quirk.ISO_WINDOW_LISTS_NOTHING)) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException neither) {
                return null;
            }
        }
        return instant;
    }

    private static Instant millis(String text) {
        return text != null && text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : null;
    }

    private static void mustBeKnown(Map<String, String> query, Set<String> known) {
        List<String> problems = query.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .map(name -> "property " + name + " should not exist")
                .toList();
        if (!problems.isEmpty()) {
            throw VendorError.invalid(problems);
        }
    }

    private static void mustBeThere(Map<String, String> query, String... names) {
        List<String> problems = Arrays.stream(names)
                .filter(name -> !query.containsKey(name))
                .map(name -> name + " must be a string")
                .toList();
        if (!problems.isEmpty()) {
            throw VendorError.invalid(problems);
        }
    }

    /// A missing location is answered like a foreign one.
    private static void mustBelongTo(VendorLocation location, Object locationId) {
        if (!location.id().equals(locationId)) {
            throw VendorError.of(403, "The token does not have access to this location.");
        }
    }

    /// The members of a body; null ones count as not given, and a body that does not say it is JSON as empty.
    private Map<String, Object> body(VendorRequest request) {
        boolean said = request.headers().getOrDefault("content-type", "").startsWith("application/json");
        if (!said || request.body().isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, Object> members = MAPPER.readValue(request.body(), MEMBERS);
            members.values().removeIf(Objects::isNull);
            return members;
        } catch (JsonProcessingException notJson) {
            throw VendorError.of(400, "Bad Request");
        }
    }
}
