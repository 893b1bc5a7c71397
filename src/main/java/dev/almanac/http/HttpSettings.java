package dev.almanac.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.Optional;

/// Who may ask over HTTP.
///
/// @param tokenFile the file of the bearer tokens, see [BearerTokens]; null or blank: everybody who reaches the port may
@ConfigurationProperties("almanac.http")
public record HttpSettings(@Nullable Path tokenFile) {

    /// The token file, if there is one.
    public Optional<Path> file() {
        return Optional.ofNullable(tokenFile).filter(path -> !path.toString().isBlank());
    }
}
