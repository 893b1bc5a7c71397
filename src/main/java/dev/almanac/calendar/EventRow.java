package dev.almanac.calendar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// One event of an answer, read member by member. A missing member, null, an empty text and a value of a foreign kind
/// all read as absent, with two exceptions that make the row unreadable: its id, and a time that is there but is none.
///
/// @param place names the row in complaints
record EventRow(ObjectNode members, String place) {

    String id() throws UnreadableAnswer {
        String id = text("id");
        if (id == null) {
            throw new UnreadableAnswer(place + " has no id");
        }
        return id;
    }

    String text(String name) {
        return text(members.get(name));
    }

    /// The API description shows the text "true" where it says boolean.
    Boolean flag(String name) {
        JsonNode value = members.path(name);
        return value.isBoolean() ? Boolean.valueOf(value.booleanValue()) : switch (value.asText("")) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    OffsetDateTime time(String name) throws UnreadableAnswer {
        JsonNode value = members.path(name);
        String text = text(value);
        if (text == null) {
            if (value.isContainerNode() || value.isBoolean()) {
                throw new UnreadableAnswer(place + ": " + name + " is not a time");
            }
            return null;
        }
        try {
            return VendorTime.parse(text);
        } catch (DateTimeException e) {
            throw new UnreadableAnswer(place + ": " + name + " is not a time with an offset");
        }
    }

    Instant instant(String name) throws UnreadableAnswer {
        OffsetDateTime time = time(name);
        return time == null ? null : time.toInstant();
    }

    /// An array of texts, or one text.
    List<String> texts(String name) {
        JsonNode value = members.path(name);
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            String text = text(element);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// The same, one entry per line: recurrence rules come as an array or as one text with line breaks.
    List<String> lines(String name) {
        return texts(name).stream().flatMap(String::lines).map(String::strip).filter(Predicate.not(String::isEmpty))
                .toList();
    }

    CreatedBy createdBy() {
        JsonNode value = members.path("createdBy");
        CreatedBy createdBy = new CreatedBy(text(value.get("userId")), text(value.get("source")));
        return createdBy.userId() == null && createdBy.source() == null ? null : createdBy;
    }

    /// What has no place of its own, each as JSON text.
    Map<String, String> extra(Set<String> known) {
        Map<String, String> extra = new TreeMap<>();
        members.properties().forEach(member -> {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                extra.put(member.getKey(), member.getValue().toString());
            }
        });
        return extra;
    }

    private static String text(JsonNode value) {
        boolean told = value != null && (value.isTextual() || value.isNumber());
        return told && !value.asText().isEmpty() ? value.asText() : null;
    }
}
