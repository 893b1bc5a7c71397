package dev.almanac.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.IdentityHashMap;
import java.util.Map;

/// How lists tell each row, kept as text for as long as the row, its location and the quirks stay as they are: most lists
/// tell what the list before them told.
final class RowTexts {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int KEPT = 10_000;

    private final EventJson json;
    private final Quirks quirks;
    private final Map<StoredEvent, Told> texts = new IdentityHashMap<>();
    private int version;

    private record Told(VendorLocation location, RawValue text) {}

    RowTexts(EventJson json, Quirks quirks) {
        this.json = json;
        this.quirks = quirks;
    }

    synchronized RawValue listed(StoredEvent row, VendorLocation location) {
        if (version != quirks.version() || texts.size() >= KEPT) {
            texts.clear();
            version = quirks.version();
        }
        Told told = texts.get(row);
        if (told == null || told.location() != location) {
            told = new Told(location, text(row, location));
            texts.put(row, told);
        }
        return told.text();
    }

    private RawValue text(StoredEvent row, VendorLocation location) {
        try {
            return new RawValue(MAPPER.writeValueAsString(json.read(row, location, true)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("only maps, lists, texts and numbers are written", impossible);
        }
    }
}
