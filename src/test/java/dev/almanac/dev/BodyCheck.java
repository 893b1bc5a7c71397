package dev.almanac.dev;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The vendor's validation of request bodies, before anything is looked up. Wordings are those that integrators saw;
/// where none was seen they follow the framework whose style the seen ones have.
final class BodyCheck {
    private static final Set<String> FLAGS =
            Set.of("overrideLocationConfig", "ignoreDateRange", "toNotify", "ignoreFreeSlotValidation");
    private static final Set<String> UPDATE_TEXTS = Set.of(
            "calendarId", "startTime", "endTime", "title", "description", "address", "appointmentStatus",
            "assignedUserId", "meetingLocationType", "meetingLocationId", "rrule");
    private static final Set<String> STATUSES =
            Set.of("new", "confirmed", "cancelled", "showed", "noshow", "invalid", "completed");
    private static final Set<String> MEETING_PLACES =
            Set.of("custom", "zoom", "gmeet", "phone", "address", "ms_teams", "google");
    /// Numeric offset or Z, and no fractions of a second: those were answered by a bare 400.
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)");

    private final Map<String, Object> body;
    private final List<String> problems = new ArrayList<>();

    private BodyCheck(Map<String, Object> body) {
        this.body = body;
    }

    static void create(Map<String, Object> body) {
        BodyCheck check = new BodyCheck(body);
        check.members(UPDATE_TEXTS, Set.of("locationId", "contactId"));
        check.required("calendarId", "locationId", "contactId", "startTime");
        check.finish();
    }

    static void update(Map<String, Object> body) {
        BodyCheck check = new BodyCheck(body);
        check.members(UPDATE_TEXTS, Set.of());
        check.finish();
    }

    static void block(Map<String, Object> body) {
        BodyCheck check = new BodyCheck(body);
        check.members(Set.of("title", "calendarId", "assignedUserId", "locationId", "startTime", "endTime"), Set.of());
        check.required("locationId", "startTime", "endTime");
        check.finish();
    }

    private void members(Set<String> texts, Set<String> moreTexts) {
        body.forEach((name, value) -> {
            boolean text = texts.contains(name) || moreTexts.contains(name);
            boolean flag = FLAGS.contains(name) && texts == UPDATE_TEXTS;
            if (!text && !flag) {
                problems.add("property " + name + " should not exist");
            } else if (text && !(value instanceof String)) {
                problems.add(name + " must be a string");
            } else if (flag && !(value instanceof Boolean)) {
                problems.add(name + " must be a boolean value");
            }
        });
        oneOf("appointmentStatus", STATUSES);
        oneOf("meetingLocationType", MEETING_PLACES);
    }

    private void oneOf(String name, Set<String> values) {
        if (body.get(name) instanceof String text && !values.contains(text)) {
            problems.add(name + " must be a valid enum value");
        }
    }

    private void required(String... names) {
        for (String name : names) {
            if (!body.containsKey(name)) {
                problems.add(name + " must be a string");
            } else if ("".equals(body.get(name))) {
                problems.add(name + " should not be empty");
            }
        }
    }

    private void finish() {
        if (!problems.isEmpty()) {
            throw VendorError.invalid(problems.stream().sorted().toList());
        }
        times();
    }

    /// A start with an offset beside an end with Z was answered by a bare 400.
    private void times() {
        OffsetDateTime start = time(body, "startTime");
        OffsetDateTime end = time(body, "endTime");
        if (start == null || end == null) {
            return;
        }
        if (((String) body.get("startTime")).endsWith("Z") != ((String) body.get("endTime")).endsWith("Z")
                || !end.isAfter(start)) {
            throw badRequest();
        }
    }

    /// A time member of a body, or null if it is not there.
    static OffsetDateTime time(Map<String, Object> body, String name) {
        Object text = body.get(name);
        if (text == null) {
            return null;
        }
        if (!TIME.matcher((String) text).matches()) {
            throw badRequest();
        }
        try {
            return OffsetDateTime.parse((String) text);
        } catch (DateTimeException noSuchDate) {
            throw badRequest();
        }
    }

    static boolean flag(Map<String, Object> body, String name) {
        return Boolean.TRUE.equals(body.get(name));
    }

    private static VendorError badRequest() {
        return VendorError.of(400, "Bad Request");
    }
}
