package dev.almanac.location;

import static java.util.Objects.requireNonNull;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;

/// Where the locations come from.
///
/// @param file the locations file, see [LocationsFile]
@ConfigurationProperties("almanac.locations")
public record LocationSettings(Path file) {
    public LocationSettings {
        requireNonNull(file, "file");
        if (file.toString().isBlank()) {
            throw new IllegalArgumentException("file must name the locations file");
        }
    }
}
