package dev.almanac.location;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tokens of a token file, read again when the file has changed, so that a rotated token is used without a restart.
/// A change that cannot be read leaves the tokens as they were and is told in the log. Safe for use by many threads.
final class FreshTokens {
    private static final Logger LOG = LoggerFactory.getLogger(FreshTokens.class);

    private final Path file;
    private final Duration lookEvery;
    private final InstantSource clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Known known;

    /// What tells one version of a file from another. Where files are replaced by links to other ones, as in a pod, the
    /// times of the targets differ.
    private record Version(FileTime changedAt, long bytes) {
        static Version of(Path file) throws IOException {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    /// @param version of the last attempt to read; null: unknown
    private record Known(Map<String, AccessToken> tokens, Version version, Instant lookAt) {}

    /// Reads the file.
    ///
    /// @param lookEvery how often to look whether it has changed
    /// @throws IllegalArgumentException as [TokenFile#read] does
    FreshTokens(Path file, Duration lookEvery, InstantSource clock) {
        this.file = requireNonNull(file, "file");
        this.lookEvery = requireNonNull(lookEvery, "lookEvery");
        this.clock = requireNonNull(clock, "clock");
        // The version first: what is written between the two is read once more.
        Version version = version();
        this.known = new Known(TokenFile.read(file), version, clock.instant().plus(lookEvery));
    }

    /// The tokens by credential.
    Map<String, AccessToken> tokens() {
        if (!clock.instant().isBefore(known.lookAt()) && looking.compareAndSet(false, true)) {
            try {
                look(known);
            } finally {
                looking.set(false);
            }
        }
        return known.tokens();
    }

    private void look(Known before) {
        Version version = version();
        boolean changed = version == null || !version.equals(before.version());
        known = new Known(changed ? read(before) : before.tokens(), version, clock.instant().plus(lookEvery));
    }

    private Map<String, AccessToken> read(Known before) {
        try {
            Map<String, AccessToken> tokens = TokenFile.read(file);
            if (!tokens.equals(before.tokens())) {
                LOG.info("The token file has changed: it holds tokens for {}", tokens.keySet());
            }
            return tokens;
        } catch (IllegalArgumentException wrong) {
            LOG.error("The token file has changed and cannot be read, so the tokens stay as they were: {}", wrong.getMessage());
            return before.tokens();
        }
    }

    /// Null where it cannot be told, such as between the removal of a file and its replacement.
    private Version version() {
        try {
            return Version.of(file);
        } catch (IOException gone) {
            return null;
        }
    }
}
