package dev.almanac.calendar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Between the vendor's JSON and our records. Every envelope, spelling and missing member ends here; what cannot be
/// read with certainty is an [UnreadableAnswer], because a row left out would look like an appointment removed.
final class ApiJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final String STATUS = "appointmentStatus";
    /// The vendor sends the status under both spellings, and in some answers only under this one.
    private static final String MISSPELT_STATUS = "appoinmentStatus";

    /// Free texts in which a synced block carries somebody's invitation.
    private static final List<String> PRIVATE_IN_BLOCKS = List.of("notes", "address", "description");

    private static final Set<String> KNOWN_OF_APPOINTMENT = Set.of(
            "id", "locationId", "calendarId", "contactId", "groupId", "title", STATUS, MISSPELT_STATUS,
            "assignedUserId", "users", "address", "description", "notes", "isRecurring", "rrule", "masterEventId",
            "startTime", "endTime", "dateAdded", "dateUpdated", "assignedResources", "createdBy", "deleted", "traceId");

    private static final Set<String> KNOWN_OF_BLOCK = Set.of(
            "id", "locationId", "calendarId", "assignedUserId", "title", "isRecurring", "rrule", "masterEventId",
            "startTime", "endTime", "dateAdded", "dateUpdated", "createdBy", "deleted", "traceId");

    private ApiJson() {}

    /// The answer as a JSON object, or nothing: HTML, a cut text, an empty one, an array.
    static Optional<ObjectNode> object(byte[] body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(Map<String, Object> members) {
        try {
            return MAPPER.writeValueAsBytes(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and flags are always JSON", e);
        }
    }

    /// @param locationId whose appointment was asked for; rows may leave it out
    static Appointment appointment(AnswerBody answer, String locationId) throws UnreadableAnswer {
        return appointment(new EventRow(opened(answer.whole()), "the appointment"), locationId);
    }

    static EventList events(AnswerBody answer, String locationId) throws UnreadableAnswer {
        List<Appointment> appointments = new ArrayList<>();
        List<BlockedTime> blockedTimes = new ArrayList<>();
        answer.rows("events", row -> isBlock(row)
                ? blockedTimes.add(blockedTime(row, locationId))
                : appointments.add(appointment(row, locationId)));
        return new EventList(appointments, blockedTimes);
    }

    static List<BlockedTime> blockedTimes(AnswerBody answer, String locationId) throws UnreadableAnswer {
        return answer.rows("events", row -> blockedTime(row, locationId));
    }

    static List<String> calendarIds(AnswerBody answer) throws UnreadableAnswer {
        return answer.rows("calendars", EventRow::id);
    }

    /// The one member of a create's or an update's answer that can be relied on.
    static String writtenId(AnswerBody answer) throws UnreadableAnswer {
        return new EventRow(opened(answer.whole()), "the answer").id();
    }

    /// The API description says `event`, live answers say `appointment`, and answers to writes are bare.
    private static ObjectNode opened(ObjectNode answer) {
        return answer.get("appointment") instanceof ObjectNode appointment ? appointment
                : answer.get("event") instanceof ObjectNode event ? event : answer;
    }

    private static boolean isBlock(EventRow row) {
        return row.text("contactId") == null && status(row) == null;
    }

    private static String status(EventRow row) {
        String status = row.text(STATUS);
        return status != null ? status : row.text(MISSPELT_STATUS);
    }

    private static Appointment appointment(EventRow row, String locationId) throws UnreadableAnswer {
        if (isBlock(row)) {
            row.members().remove(PRIVATE_IN_BLOCKS);
        }
        String notes = row.text("notes");
        String description = row.text("description") == null ? notes : row.text("description");
        return new Appointment(
                row.id(),
                orElse(row.text("locationId"), locationId),
                row.text("calendarId"),
                row.text("contactId"),
                row.text("groupId"),
                row.text("title"),
                status(row),
                row.text("assignedUserId"),
                row.texts("users"),
                row.text("address"),
                description,
                notes == null || notes.equals(description) ? null : notes,
                row.flag("isRecurring"),
                row.lines("rrule"),
                row.text("masterEventId"),
                row.time("startTime"),
                row.time("endTime"),
                row.instant("dateAdded"),
                row.instant("dateUpdated"),
                row.texts("assignedResources"),
                row.createdBy(),
                Boolean.TRUE.equals(row.flag("deleted")),
                row.extra(KNOWN_OF_APPOINTMENT));
    }

    private static BlockedTime blockedTime(EventRow row, String locationId) throws UnreadableAnswer {
        row.members().remove(PRIVATE_IN_BLOCKS);
        return new BlockedTime(
                row.id(),
                orElse(row.text("locationId"), locationId),
                row.text("calendarId"),
                row.text("assignedUserId"),
                row.text("title"),
                row.flag("isRecurring"),
                row.lines("rrule"),
                row.text("masterEventId"),
                row.time("startTime"),
                row.time("endTime"),
                row.instant("dateAdded"),
                row.instant("dateUpdated"),
                row.createdBy(),
                Boolean.TRUE.equals(row.flag("deleted")),
                row.extra(KNOWN_OF_BLOCK));
    }

    private static String orElse(String told, String asked) {
        return told != null ? told : asked;
    }
}
