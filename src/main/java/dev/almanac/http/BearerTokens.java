package dev.almanac.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The tokens that open the HTTP face: a line each, so that a new one can be handed out before the old one goes. Empty lines
/// and those that begin with `#` are skipped. Only their digests are kept, which also makes every comparison take the same
/// time whatever the length of what was sent.
final class BearerTokens {
    /// Of hexadecimal digits these are 64 bits: not to be guessed over a network.
    static final int LEAST_CHARACTERS = 16;

    private static final String SCHEME = "bearer ";
    private static final String SETTING = "almanac.http.token-file (ALMANAC_HTTP_TOKEN_FILE): ";

    private final List<byte[]> digests;

    private BearerTokens(List<byte[]> digests) {
        this.digests = digests;
    }

    /// @throws IllegalArgumentException in words that quote nothing of the file
    static BearerTokens read(Path file) {
        List<String> tokens = lines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .toList();
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException(SETTING + file + " holds no token");
        }
        if (tokens.stream().anyMatch(token -> token.length() < LEAST_CHARACTERS)) {
            throw new IllegalArgumentException(SETTING + "a token in " + file + " has fewer than "
                    + LEAST_CHARACTERS + " characters");
        }
        return new BearerTokens(tokens.stream().map(BearerTokens::digest).toList());
    }

    /// Whether an `Authorization` header carries one of them.
    ///
    /// @param header null: none was sent
    boolean admit(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] sent = digest(header.substring(SCHEME.length()).strip());
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, sent);
        }
        return known;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(SETTING + file + " does not exist", missing);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    SETTING + file + " cannot be read: " + unreadable.getClass().getSimpleName(),
                    unreadable);
        }
    }
}
