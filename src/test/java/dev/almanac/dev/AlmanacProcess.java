package dev.almanac.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The packaged application as a process of its own, started with nothing but environment variables. Needs the jar that
/// `mvn package` makes.
public final class AlmanacProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;
    private final int readyBefore;

    private AlmanacProcess(Process process, Path log, int readyBefore) {
        this.process = process;
        this.log = log;
        this.readyBefore = readyBefore;
    }

    /// Starts it; returns at once.
    ///
    /// @param environment replaces every `ALMANAC_*` variable of this process
    /// @param log         gets what it prints
    public static AlmanacProcess start(Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        // It unpacks a native library, which a killed process cannot remove.
                        "-Djava.io.tmpdir=" + log.toAbsolutePath().getParent(),
                        "-jar",
                        jar().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("ALMANAC_"));
        builder.environment().putAll(environment);
        try {
            int readyBefore = Files.exists(log) ? ready(log) : 0;
            return new AlmanacProcess(builder.start(), log, readyBefore);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Returns once it says that it is ready.
    public AlmanacProcess awaitReady() {
        Waiting.until("Almanac is ready, see " + log, START, () -> ready(log) > readyBefore || !process.isAlive());
        if (!process.isAlive()) {
            throw new IllegalStateException("Almanac ended: " + output());
        }
        return this;
    }

    /// Everything it has printed.
    public List<String> output() {
        return lines(log);
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends it as the machine's failure does.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Ends it with SIGTERM; gives its exit code.
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /// Waits for it to end by itself; gives its exit code.
    public int awaitExit() {
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Almanac did not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static int ready(Path log) {
        return (int) lines(log).stream().filter(line -> line.endsWith("Almanac is ready")).count();
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

    @Override
    public void close() {
        kill();
    }
}
