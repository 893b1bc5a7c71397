package dev.almanac.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Kafka client that is not Java's, as a program of its own, with the partitioner that it has by default.
public enum ForeignClient {
    /// librdkafka's: another hash than Java's, and a random partition where there is no key.
    KCAT("kcat", "-V") {
        @Override
        List<String> command(String brokers, String topic, String key, List<Path> files) {
            List<String> command = new ArrayList<>(List.of("kcat", "-P", "-b", brokers, "-t", topic));
            if (!key.isEmpty()) {
                command.addAll(List.of("-k", key));
            }
            files.forEach(file -> command.add(file.toString()));
            return command;
        }
    },
    /// Java's hash, and each partition in turn where there is no key.
    KAFKAJS("npm", "--version") {
        @Override
        List<String> command(String brokers, String topic, String key, List<Path> files)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(List.of("node", producer().toString(), brokers, topic, key));
            files.forEach(file -> command.add(file.toString()));
            return command;
        }
    };

    private static final List<String> PACKAGES =
            List.of("kafkajs@2.2.4", "@kafkajs/confluent-schema-registry@3.9.0");
    private static final Path FOLDER = Path.of("target/foreign-clients").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final List<String> probe;

    ForeignClient(String... probe) {
        this.probe = List.of(probe);
    }

    /// Whether this machine has what it takes, or can get it.
    public boolean isInstalled() throws InterruptedException {
        try {
            run(probe);
            if (this == KAFKAJS) {
                producer();
            }
            return true;
        } catch (IOException | IllegalStateException missing) {
            return false;
        }
    }

    /// Publishes each file as one record.
    ///
    /// @param key of all of them; empty: none
    public void publish(String brokers, String topic, String key, List<Path> files)
            throws IOException, InterruptedException {
        run(command(brokers, topic, key, files));
    }

    abstract List<String> command(String brokers, String topic, String key, List<Path> files)
            throws IOException, InterruptedException;

    static Path producer() throws IOException, InterruptedException {
        return script("produce.mjs", Files.readString(Path.of("src/test/resources/produce.mjs")));
    }

    /// A script for Node.js, beside the libraries that it may import, which are installed once.
    public static synchronized Path script(String name, String text) throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("installed");
        if (!Files.exists(installed)) {
            Files.createDirectories(FOLDER);
            List<String> install = new ArrayList<>(List.of(
                    "npm", "install", "--prefix", FOLDER.toString(), "--no-audit", "--no-fund", "--no-package-lock"));
            install.addAll(PACKAGES);
            run(install);
            Files.writeString(installed, String.join("\n", PACKAGES));
        }
        return Files.writeString(FOLDER.resolve(name), text);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("foreign-client", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " did not end");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command.getFirst() + " failed: " + Files.readString(output));
            }
        } finally {
            Files.delete(output);
        }
    }
}
