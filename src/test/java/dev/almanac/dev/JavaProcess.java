package dev.almanac.dev;

import static dev.almanac.dev.Waiting.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Java program as a process of its own, started with nothing but environment variables. It says in its log when it is
/// ready, and can be ended as gently or as rudely as a test wants.
public final class JavaProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Process process;
    private final String readyLine;
    private final Path log;
    private final int readyBefore;

    private JavaProcess(Process process, String readyLine, Path log, int readyBefore) {
        this.process = process;
        this.readyLine = readyLine;
        this.log = log;
        this.readyBefore = readyBefore;
    }

    /// Starts it; returns at once.
    ///
    /// @param arguments   of the command `java`
    /// @param environment replaces every `ALMANAC_*` variable of this process
    /// @param readyLine   how the line ends by which it says that it is ready
    /// @param log         gets what it prints
    public static JavaProcess start(List<String> arguments, Map<String, String> environment, String readyLine, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What it unpacks there, a killed process cannot remove.
        command.add("-Djava.io.tmpdir=" + log.toAbsolutePath().getParent());
        command.addAll(arguments);
        return startAny(command, environment, readyLine, log);
    }

    /// Starts a program in another language the same way.
    public static JavaProcess startAny(List<String> command, Map<String, String> environment, String readyLine, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("ALMANAC_"));
        builder.environment().putAll(environment);
        try {
            int readyBefore = Files.exists(log) ? ready(log, readyLine) : 0;
            return new JavaProcess(builder.start(), readyLine, log, readyBefore);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Starts a main class of the test tree, which ends with this process at the latest. See [#start].
    public static JavaProcess startMain(Class<?> main, Map<String, String> environment, String readyLine, Path log) {
        List<String> arguments = List.of(
                "-classpath", System.getProperty("java.class.path"), DiesWithParent.class.getName(), main.getName());
        return start(arguments, environment, readyLine, log);
    }

    /// Returns once it says that it is ready. One that does not is ended.
    public JavaProcess awaitReady() {
        try {
            Waiting.until(
                    readyLine + ", see " + log, PATIENCE,
                    () -> isReady() || !process.isAlive());
        } catch (RuntimeException tooSlow) {
            kill();
            throw tooSlow;
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the process ended: " + output());
        }
        return this;
    }

    /// Whether it has said so.
    public boolean isReady() {
        return ready(log, readyLine) > readyBefore;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Where everything goes that it prints.
    public Path log() {
        return log;
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

    /// Takes the processor from it, as a paused machine does, until it is thawed.
    public void freeze() {
        ProcessSignals.freeze(process);
    }

    /// Lets it go on as if nothing had been.
    public void thaw() {
        ProcessSignals.thaw(process);
    }

    /// Bytes on its heap that are in use after a collection.
    public long heap() {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used ([0-9]+)K").matcher(jcmd("GC.heap_info").replaceAll("(?s)Metaspace.*", ""));
        long kibibytes = 0;
        while (used.find()) {
            kibibytes += Long.parseLong(used.group(1));
        }
        return kibibytes * 1024;
    }

    private String jcmd(String command) {
        try {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command).start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Processor time it has used so far.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
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
                throw new IllegalStateException("the process did not end: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static int ready(Path log, String readyLine) {
        return (int) lines(log).stream().filter(line -> line.endsWith(readyLine)).count();
    }

    @Override
    public void close() {
        kill();
    }
}
