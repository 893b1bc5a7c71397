package dev.almanac.calendar;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The JSON object that a 2xx answer must be, read once: as a whole, or its rows one after the other. A long list as a tree
/// takes many times the memory of its text, and the pauses to clear it away would be longer than anything else.
final class AnswerBody {
    private static final ObjectReader PART =
            ApiJson.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final byte[] text;
    /// What has been read and is not one of the rows.
    private ObjectNode members = ApiJson.MAPPER.createObjectNode();

    /// Makes a value of a row.
    @FunctionalInterface
    interface RowReader<T> {
        T read(EventRow row) throws UnreadableAnswer;
    }

    AnswerBody(byte[] text) {
        this.text = text;
    }

    /// @throws UnreadableAnswer where it is HTML, a cut text, an empty one, an array
    ObjectNode whole() throws UnreadableAnswer {
        members = ApiJson.object(text).orElseThrow(AnswerBody::isNoObject);
        return members;
    }

    /// The rows of the member of that name.
    ///
    /// @throws UnreadableAnswer where it is no JSON object to its very end, there is not one such list, or one of its rows cannot be
    ///                          read: then none is believed
    <T> List<T> rows(String name, RowReader<T> reader) throws UnreadableAnswer {
        Optional<List<T>> rows = Optional.empty();
        try (JsonParser parser = ApiJson.MAPPER.createParser(text)) {
            check(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String member = parser.currentName();
                JsonToken value = parser.nextToken();
                if (member.equals(name) && value == JsonToken.START_ARRAY) {
                    if (rows.isPresent()) {
                        throw new UnreadableAnswer("the list has " + name + " twice");
                    }
                    rows = Optional.of(rows(parser, reader));
                } else {
                    members.set(member, PART.<JsonNode>readTree(parser));
                }
            }
            check(parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null);
        } catch (IOException cut) {
            throw isNoObject();
        }
        return rows.orElseThrow(() -> new UnreadableAnswer("the list has no " + name));
    }

    /// As far as it was read; null where none was.
    String traceId() {
        return ErrorBody.traceId(members);
    }

    private static <T> List<T> rows(JsonParser parser, RowReader<T> reader) throws IOException, UnreadableAnswer {
        List<T> rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String place = "row " + rows.size();
            if (!(PART.<JsonNode>readTree(parser) instanceof ObjectNode row)) {
                throw new UnreadableAnswer(place + " is not an object");
            }
            rows.add(reader.read(new EventRow(row, place)));
        }
        return rows;
    }

    private static void check(boolean isObject) throws UnreadableAnswer {
        if (!isObject) {
            throw isNoObject();
        }
    }

    private static UnreadableAnswer isNoObject() {
        return new UnreadableAnswer("not a JSON object");
    }
}
