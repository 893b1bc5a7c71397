package dev.almanac.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Utils;

/// A real schema registry (Apicurio, spoken to through its Confluent-compatible API) as a process of its own on the
/// loopback interface, with its schemas in memory. Its output goes to a log file. It ends with this JVM, however that
/// ends.
public final class EmbeddedRegistry implements AutoCloseable {
    /// The setting a person changes when the port is taken.
    public static final String PORT_SETTING = "ALMANAC_DEV_REGISTRY_PORT";

    // Ready in about 3 s on two idle cores; a busy build machine takes several times that.
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final Path HOME = Path.of("target", "registry").toAbsolutePath();

    private final int port;
    private final Path directory;
    private final Process process;
    private final Thread hook;

    private EmbeddedRegistry(int port, Path directory, Process process) {
        this.port = port;
        this.directory = directory;
        this.process = process;
        this.hook = Thread.ofPlatform().unstarted(this::abandon);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Starts a registry on any free port.
    public static EmbeddedRegistry start() {
        return start(Ports.anyFree());
    }

    /// Starts a registry on this port and returns once it answers.
    ///
    /// @throws Ports.PortInUse       if the port is taken
    /// @throws IllegalStateException with the log's last lines if it does not come up
    public static EmbeddedRegistry start(int port) {
        Ports.requireFree(port, PORT_SETTING);
        try {
            Path directory = Files.createTempDirectory("almanac-registry");
            EmbeddedRegistry registry = new EmbeddedRegistry(port, directory, launch(port, directory));
            registry.awaitReady();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What Confluent clients take as `schema.registry.url`.
    public String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /// It answers nothing until it is thawed. For tests of outages.
    public void freeze() {
        ProcessSignals.freeze(process);
    }

    /// It answers again.
    public void thaw() {
        ProcessSignals.thaw(process);
    }

    /// Where its output goes.
    public Path log() {
        return directory.resolve("registry.log");
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            deleteFiles();
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            // The hook is at work already.
        }
    }

    /// The JVM ends, perhaps without anybody having closed this.
    private void abandon() {
        process.destroyForcibly();
        try {
            process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        deleteFiles();
    }

    /// Once at a time: a close and the end of the JVM can meet here.
    private synchronized void deleteFiles() {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(int port, Path directory) throws IOException {
        Path jar = HOME.resolve("quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing; `mvn generate-test-resources` unpacks it");
        }
        // The wrapper alone, not our whole test tree, which the registry would search for settings and services.
        Path wrapper = directory.resolve("wrapper");
        String classFile = DiesWithParent.class.getName().replace('.', '/') + ".class";
        try (InputStream source = DiesWithParent.class.getResourceAsStream("/" + classFile)) {
            Files.createDirectories(wrapper.resolve(classFile).getParent());
            Files.copy(source, wrapper.resolve(classFile));
        }
        return new ProcessBuilder(command(port, jar, wrapper, directory))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
    }

    private static List<String> command(int port, Path jar, Path wrapper, Path directory) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Small and quick to start: it holds a dozen schemas.
                "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                // What its jar's manifest would say if it were started as a jar.
                "--add-opens=java.base/java.lang=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED",
                // It unpacks native libraries and makes a cache, and has no time to remove them when it is ended.
                "-Djava.io.tmpdir=" + directory,
                // Both servers bind all interfaces unless told.
                "-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port,
                "-Dquarkus.management.host=127.0.0.1", "-Dquarkus.management.port=" + Ports.anyFree(),
                "-cp", jar + System.getProperty("path.separator") + wrapper,
                DiesWithParent.class.getName(), "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            while (!answers(client)) {
                boolean ended = process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                if (ended || System.nanoTime() > deadline) {
                    String end = lastLines();
                    close();
                    throw new IllegalStateException("the schema registry did not start; its log ends:\n" + end);
                }
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the schema registry started", e);
        }
    }

    private boolean answers(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/subjects"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }
}
