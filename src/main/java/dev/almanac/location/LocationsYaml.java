package dev.almanac.location;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/// The grammar of the locations file: text to entries, or a message with line, column and location.
final class LocationsYaml {
    /// Some thirty thousand locations; larger is not a file that somebody wrote.
    private static final int MAX_CHARACTERS = 32 * 1024 * 1024;

    private static final String NO_LOCATIONS =
            "no locations; write them as a list under the one top-level key 'locations'";

    private static final YAMLMapper PLAIN = new YAMLMapper(factory());
    private static final YAMLMapper STRICT = YAMLMapper.builder(factory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .addModule(LocationScalars.module())
            .build();

    /// The top of the file.
    private record Content(List<LocationEntry> locations) {}

    private LocationsYaml() {}

    /// @throws IllegalArgumentException with one line for the first thing that does not fit the grammar
    static List<LocationEntry> read(String yaml, String name) {
        try {
            Content content = STRICT.readValue(yaml, Content.class);
            if (content == null || content.locations() == null || content.locations().isEmpty()) {
                throw new IllegalArgumentException(name + ": " + NO_LOCATIONS);
            }
            return content.locations();
        } catch (JsonProcessingException wrong) {
            // The cause is left out: its message quotes the file, which is longer than one line.
            throw new IllegalArgumentException(name + where(wrong, yaml) + who(wrong, yaml) + ": " + what(wrong));
        }
    }

    private static String where(JsonProcessingException wrong, String yaml) {
        JsonLocation at = switch (wrong) {
            // Unknown keys are reported only once the whole mapping has been read.
            case UnrecognizedPropertyException unknown -> placeOf(unknown.getPath(), yaml);
            // The exception itself holds where reading had got to, which can be a line further.
            case JsonMappingException mapping when mapping.getProcessor() instanceof JsonParser parser ->
                parser.currentTokenLocation();
            case JsonProcessingException broken -> broken.getLocation();
        };
        return at == null ? "" : ", line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static JsonLocation placeOf(List<JsonMappingException.Reference> path, String yaml) {
        JsonPointer wanted = JsonPointer.empty();
        for (JsonMappingException.Reference step : path) {
            wanted = step.getIndex() >= 0 ? wanted.appendIndex(step.getIndex()) : wanted.appendProperty(step.getFieldName());
        }
        try (JsonParser parser = PLAIN.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().equals(wanted)) {
                    return parser.currentTokenLocation();
                }
            }
            return null;
        } catch (IOException broken) {
            return null;
        }
    }

    private static String who(JsonProcessingException wrong, String yaml) {
        if (!(wrong instanceof JsonMappingException mapping)) {
            return "";
        }
        return mapping.getPath().stream()
                .filter(step -> step.getIndex() >= 0)
                .findFirst()
                .map(step -> idOf(step.getIndex(), yaml))
                .orElse("");
    }

    private static String idOf(int index, String yaml) {
        try {
            String id = PLAIN.readTree(yaml).path("locations").path(index).path("id").asText();
            return id.isBlank() ? ", entry " + (index + 1) : ", location '" + id + "'";
        } catch (JsonProcessingException broken) {
            return ", entry " + (index + 1);
        }
    }

    private static String what(JsonProcessingException wrong) {
        return switch (wrong) {
            case UnrecognizedPropertyException unknown ->
                "unknown key '%s'; the keys here are %s"
                        .formatted(unknown.getPropertyName(), listed(unknown.getKnownPropertyIds()));
            case InvalidNullException missing ->
                "'" + key(missing) + "' has an empty entry; give it a value, or remove it ([] is an empty list)";
            case MismatchedInputException mismatch when mismatch.getPath().size() < 2 -> NO_LOCATIONS;
            case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
                "'" + key(mismatch) + "' must be " + expected(mismatch.getTargetType());
            case JsonProcessingException other ->
                other.getOriginalMessage().lines().map(String::strip).collect(Collectors.joining(" "));
        };
    }

    private static String listed(Collection<Object> names) {
        return names.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    /// The innermost key on the way to the problem; list positions say less than the line number does.
    private static String key(JsonMappingException wrong) {
        return wrong.getPath().reversed().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(field -> field != null)
                .findFirst()
                .orElse("locations");
    }

    private static String expected(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == String.class ? "plain text" : "a mapping of keys to values";
    }

    private static YAMLFactory factory() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        return YAMLFactory.builder().loaderOptions(options).build();
    }
}
