package dev.almanac.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The packaged application as a process of its own. Needs the jar that `mvn package` makes.
public final class AlmanacProcess {
    private AlmanacProcess() {}

    /// Starts it; returns at once.
    ///
    /// @param environment replaces every `ALMANAC_*` variable of this process
    /// @param log         gets what it prints
    public static JavaProcess start(Map<String, String> environment, Path log) {
        List<String> arguments = List.of(
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", jar().toString());
        return JavaProcess.start(arguments, environment, "Almanac is ready", log);
    }

    private static Path jar() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.getFileName().toString().matches("almanac-.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no target/almanac-*.jar: run mvn package first"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
