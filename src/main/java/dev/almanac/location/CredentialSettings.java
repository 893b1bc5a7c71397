package dev.almanac.location;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import java.nio.file.Path;
import java.util.Optional;

/// Where access tokens come from, besides the environment.
///
/// @param tokenFile the token file, see [Credentials]; null or blank: tokens come from the environment alone
@ConfigurationProperties("almanac.credentials")
public record CredentialSettings(@Nullable Path tokenFile) {
    /// The token file, if there is one.
    public Optional<Path> file() {
        return Optional.ofNullable(tokenFile).filter(path -> !path.toString().isBlank());
    }
}
