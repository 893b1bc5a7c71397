package dev.almanac.location;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where access tokens come from, besides the environment.
///
/// @param tokenFile the token file, see [Credentials]; null or blank: tokens come from the environment alone
/// @param lookEvery how often to look whether it has changed: a rotated token is used after this long
@ConfigurationProperties("almanac.credentials")
public record CredentialSettings(@Nullable Path tokenFile, @Bindable(defaultValue = "10s") Duration lookEvery) {
    public CredentialSettings {
        if (!lookEvery.isPositive()) {
            throw new IllegalArgumentException("almanac.credentials.look-every must be positive");
        }
    }

    /// The token file, if there is one.
    public Optional<Path> file() {
        return Optional.ofNullable(tokenFile).filter(path -> !path.toString().isBlank());
    }
}
