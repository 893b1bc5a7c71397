package dev.almanac.shard;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The text that an owner who gives a shard up commits with its position, as the offset's metadata:
/// `almanac-handover/1 <location>=<epoch milliseconds> ...`, with those locations that are not to be called before then.
///
/// Every other commit has no text and so takes the note away: one that is found is the last word of the last owner. What is
/// not in this form, such as a later version, counts as no note.
final class HandoverNote {
    /// In place of a location's id: all that are not named.
    static final String EVERY_OTHER = "*";

    private static final String FORM = "almanac-handover/1";
    /// The broker's default limit is 4096 bytes, and a refused note would take the whole turn with it.
    private static final int MOST_CHARACTERS = 2000;

    private HandoverNote() {}

    /// Where there is no room for every location, all of them wait for the last one.
    static String write(Map<String, Instant> busyUntil) {
        String note = text(busyUntil);
        return note.length() <= MOST_CHARACTERS
                ? note
                : text(Map.of(EVERY_OTHER, busyUntil.values().stream().max(Instant::compareTo).orElseThrow()));
    }

    /// What the metadata of a committed position says.
    static Handover read(String metadata) {
        String[] words = metadata == null ? new String[] {""} : metadata.split(" ");
        if (!words[0].equals(FORM)) {
            return new Handover.Unannounced();
        }
        try {
            Map<String, Instant> busyUntil = new TreeMap<>();
            for (int i = 1; i < words.length; i++) {
                int equals = words[i].lastIndexOf('=');
                busyUntil.put(
                        URLDecoder.decode(words[i].substring(0, equals), StandardCharsets.UTF_8),
                        Instant.ofEpochMilli(Long.parseLong(words[i].substring(equals + 1))));
            }
            return new Handover.Orderly(busyUntil);
        } catch (IndexOutOfBoundsException | IllegalArgumentException notOurs) {
            return new Handover.Unannounced();
        }
    }

    /// Milliseconds are rounded up: a moment too late does no harm.
    private static String text(Map<String, Instant> busyUntil) {
        return new TreeMap<>(busyUntil).entrySet().stream()
                .map(entry -> " " + URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "="
                        + entry.getValue().plusNanos(999_999).toEpochMilli())
                .collect(Collectors.joining("", FORM, ""));
    }
}
