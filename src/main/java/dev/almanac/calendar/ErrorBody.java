package dev.almanac.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an answer other than 2xx says. Errors come as `message` (one text or several), `msg`, `error` (a text or an
/// object with a `message`), `detail`, as a page of the edge, or as nothing at all.
///
/// @param text       everything it says, on one line; empty if nothing
/// @param fromTheApi whether it has the form of the API's own errors, as opposed to a page of something in between
/// @param traceId    or null
record ErrorBody(String text, boolean fromTheApi, String traceId) {
    private static final int MESSAGE_CHARACTERS = 500;
    private static final List<String> TEXT_MEMBERS = List.of("message", "msg", "error", "detail");

    static ErrorBody read(byte[] body) {
        Optional<ObjectNode> object = ApiJson.object(body);
        String traceId = object.map(ErrorBody::traceId).orElse(null);
        String told = object.map(ErrorBody::told).orElse("");
        return told.isEmpty()
                ? new ErrorBody(oneLine(new String(body, StandardCharsets.UTF_8)), false, traceId)
                : new ErrorBody(told, true, traceId);
    }

    static String traceId(ObjectNode answer) {
        String traceId = answer.path("traceId").asText("");
        return traceId.isEmpty() ? null : traceId;
    }

    /// For results and logs: shortened, or null where nothing was said.
    String message() {
        return text.isEmpty() ? null
                : text.length() <= MESSAGE_CHARACTERS ? text : text.substring(0, MESSAGE_CHARACTERS) + "…";
    }

    private static String told(ObjectNode object) {
        return TEXT_MEMBERS.stream()
                .map(name -> oneLine(told(object.path(name))))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String told(JsonNode value) {
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(element -> texts.add(element.isValueNode() ? element.asText() : element.toString()));
            return String.join("; ", texts);
        }
        return value.isObject() ? value.path("message").asText("") : value.isNull() ? "" : value.asText("");
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
}
