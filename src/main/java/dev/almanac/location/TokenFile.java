package dev.almanac.location;

import dev.almanac.calendar.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A file of `name=token` lines; empty lines and those that begin with `#` or `!` are skipped.
///
/// Not read as Java properties, although it looks like them: their escapes would alter a token with a backslash, and their
/// rule that the last of two lines wins would hide a mistake.
final class TokenFile {
    private TokenFile() {}

    /// @throws IllegalArgumentException with one line per problem, which never quotes the file: what stands before an `=`
    ///                                  may be half of a token
    static Map<String, AccessToken> read(Path file) {
        Map<String, AccessToken> tokens = new HashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != '!') {
                take(line, file + ", line " + (i + 1), tokens, problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
        return Map.copyOf(tokens);
    }

    private static void take(String line, String where, Map<String, AccessToken> tokens, List<String> problems) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            problems.add(where + ": write a credential's name, '=' and its token");
            return;
        }
        String name = line.substring(0, equals).strip();
        try {
            if (tokens.put(name, new AccessToken(line.substring(equals + 1).strip())) != null) {
                problems.add(where + ": a second token for the same credential; keep one");
            }
        } catch (IllegalArgumentException malformed) {
            problems.add(where + ": its token is empty or malformed: " + malformed.getMessage());
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException("the token file " + file + " does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the token file " + file + " cannot be read: " + unreadable, unreadable);
        }
    }
}
