package dev.almanac.location;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The file that names the locations to serve, as an operator writes it: YAML with one top-level key, `locations`.
///
/// Read strictly, because a misspelt key would otherwise be a setting that silently does nothing: unknown or repeated keys,
/// zones outside the IANA list, overlapping hours and repeated ids are errors. Nothing is applied unless all of it is right.
public final class LocationsFile {
    private LocationsFile() {}

    /// Reads every location.
    ///
    /// @throws IllegalArgumentException with one line per problem, each saying where it is and what to do
    public static List<Location> read(Path file) {
        return parse(text(file), file.toString());
    }

    /// Reads every location from the file's text; `name` is what messages call it.
    static List<Location> parse(String yaml, String name) {
        List<LocationEntry> entries = LocationsYaml.read(yaml, name);
        List<String> problems = Stream.concat(repeatedIds(entries), problems(entries))
                .map(problem -> name + ": " + problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return entries.stream().map(LocationEntry::toLocation).toList();
    }

    private static Stream<String> repeatedIds(List<LocationEntry> entries) {
        Set<String> seen = new HashSet<>();
        return entries.stream()
                .map(LocationEntry::id)
                .filter(id -> id != null && !seen.add(id))
                .map(id -> "location '" + id + "' is listed more than once; keep one entry");
    }

    private static Stream<String> problems(List<LocationEntry> entries) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            LocationEntry entry = entries.get(i);
            String who = entry.id() == null ? "entry " + (i + 1) : "location '" + entry.id() + "'";
            entry.problems().forEach(problem -> problems.add(who + ": " + problem));
        }
        return problems.stream();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("the locations file " + file + " does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "the locations file " + file + " cannot be read as UTF-8 text: " + unreadable, unreadable);
        }
    }
}
