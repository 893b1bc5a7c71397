package dev.almanac.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A real single-node Kafka broker inside this JVM, on the loopback interface only. Data survive [#restart], and a data
/// directory that was given survives [#close] as well; one of its own making is deleted then.
public final class EmbeddedKafka implements AutoCloseable {
    /// The setting a person changes when the port is taken.
    public static final String PORT_SETTING = "ALMANAC_DEV_KAFKA_PORT";

    private static final int NODE = 1;
    // Fixed, so that a directory formatted by one run is accepted by the next.
    private static final String CLUSTER_ID = "QWxtYW5hY0RldktmawAAAA";

    private final int port;
    private final Path directory;
    private final boolean temporary;
    private KafkaRaftServer server;

    private EmbeddedKafka(int port, Path directory, boolean temporary) {
        this.port = port;
        this.directory = directory;
        this.temporary = temporary;
    }

    /// Starts a broker on any free port with data that end with it.
    public static EmbeddedKafka start() {
        try {
            return start(Ports.anyFree(), Files.createTempDirectory("almanac-kafka"), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a broker on this port over this directory, which is made if it is not there.
    ///
    /// @throws Ports.PortInUse if the port is taken
    public static EmbeddedKafka start(int port, Path directory) {
        return start(port, directory, false);
    }

    private static EmbeddedKafka start(int port, Path directory, boolean temporary) {
        Ports.requireFree(port, PORT_SETTING);
        EmbeddedKafka kafka = new EmbeddedKafka(port, directory, temporary);
        try {
            kafka.startServer();
            return kafka;
        } catch (RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /// Stops the broker and keeps its port and data; [#resume] goes on from there. For tests of outages.
    public void pause() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    /// Starts the broker again after [#pause].
    public void resume() {
        if (server == null) {
            startServer();
        }
    }

    public void restart() {
        pause();
        resume();
    }

    @Override
    public void close() {
        pause();
        if (temporary) {
            try {
                Utils.delete(directory.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void startServer() {
        try {
            Files.createDirectories(directory);
            format();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + directory + " for Kafka: " + e.getMessage(), e);
        }
        KafkaRaftServer starting = new KafkaRaftServer(new KafkaConfig(settings(Ports.anyFree()), false), Time.SYSTEM);
        starting.startup();
        server = starting;
    }

    private void format() throws Exception {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE)
                .setClusterId(CLUSTER_ID)
                .setDirectories(List.of(directory.toString()))
                .setMetadataLogDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true);
        formatter.run();
    }

    private Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE));
        settings.put("controller.listener.names", "CONTROLLER");
        // Static voters, so that the controller may have another port at every start over the same data.
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "BROKER://" + bootstrapServers());
        settings.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put("log.dirs", directory.toString());
        // A topic made by a typing error would have the wrong number of partitions and hide the mistake.
        settings.put("auto.create.topics.enable", "false");
        settings.putAll(SINGLE_NODE);
        settings.putAll(QUICK);
        return settings;
    }

    // One node cannot replicate, and needs few partitions for its own topics.
    private static final Map<String, String> SINGLE_NODE = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.num.partitions", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.num.partitions", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "default.replication.factor", "1",
            "min.insync.replicas", "1");

    // Defaults are meant for clusters: here they would make a group wait for members that never come, a restart wait
    // for the old session, and the log cleaner take 128 MiB.
    private static final Map<String, String> QUICK = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.min.session.timeout.ms", "1000",
            "group.consumer.min.heartbeat.interval.ms", "500",
            "group.consumer.heartbeat.interval.ms", "500",
            "group.streams.min.heartbeat.interval.ms", "500",
            "group.streams.heartbeat.interval.ms", "500",
            "broker.heartbeat.interval.ms", "500",
            "broker.session.timeout.ms", "3000",
            "log.cleaner.dedupe.buffer.size", "4194304");
}
