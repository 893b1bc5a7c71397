package dev.almanac;

import static dev.almanac.dev.Waiting.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.almanac.change.AppointmentChange;
import dev.almanac.dev.AlmanacUnderTest;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.FaultPlan;
import dev.almanac.dev.ForeignClient;
import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.SoloLocations;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TestRegistry;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The programs on the page about the feed do what the page says.
@ExtendWith({TestKafka.class, TestRegistry.class})
class FeedExamplesIT {
    private static final String LOCATION = "loc-followed";

    private final SoloLocations locations = new SoloLocations(List.of(LOCATION));

    @Test
    void whoFollowsInJavaHandlesEachChangeOnce(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws IOException {
        Path program = Files.writeString(folder.resolve("FollowAppointments.java"), example("java"));
        follow(broker, registry, folder, environment -> JavaProcess.start(
                List.of("-classpath", System.getProperty("java.class.path"), program.toString()),
                environment, "are known", folder.resolve("follower.log")));
    }

    @Test
    void whoFollowsInJavaScriptHandlesEachChangeOnce(
            TestKafka.Broker broker, TestRegistry.Server registry, @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws IOException, InterruptedException {
        assumeThat(ForeignClient.KAFKAJS.isInstalled()).as("kafkajs is not installed, so this is not tested here").isTrue();
        Path program = ForeignClient.script("follow.mjs", example("js"));
        follow(broker, registry, folder, environment ->
                JavaProcess.startAny(List.of("node", program.toString()), environment, "following", folder.resolve("follower.log")));
    }

    private interface Follower {
        JavaProcess start(Map<String, String> environment);
    }

    private void follow(TestKafka.Broker broker, TestRegistry.Server registry, Path folder, Follower follower) {
        try (CalendarSimulator simulator = locations.simulator(new FaultPlan());
                AlmanacUnderTest almanac = new AlmanacUnderTest(broker, registry, simulator, folder).start();
                CommandSender sender = new CommandSender(
                        broker.bootstrapServers(), registry.url(), almanac.topics().commands().name());
                TopicFollower<AppointmentChange> changes =
                        new TopicFollower<>(broker.bootstrapServers(), almanac.topics().changes())) {
            sender.send(locations.create("before", LOCATION, body -> {}));
            Waiting.until("the first change", PATIENCE, () -> changes.entries().size() == 1);
            Map<String, String> environment = new HashMap<>();
            environment.put("BROKERS", broker.bootstrapServers());
            environment.put("REGISTRY", registry.url());
            environment.put("TOPIC_PREFIX", almanac.topics().commands().name().replace("appointment-commands", ""));
            try (JavaProcess following = follower.start(environment).awaitReady()) {
                sender.send(CommandSender.update("renamed", LOCATION, body ->
                        body.setCreateCommandId("before").setTitle("Another title")));
                sender.send(locations.create("after", LOCATION, body -> {}));
                sender.send(CommandSender.update("cancelled", LOCATION, body ->
                        body.setCreateCommandId("after").setAppointmentStatus("cancelled")));
                Waiting.until("all changes", PATIENCE, () -> changes.entries().size() >= 4);
                List<String> told = changes.entries().stream()
                        .skip(1)
                        .map(entry -> entry.key() + " " + entry.value().after().sequence() + " " + entry.value().kind())
                        .toList();
                Waiting.untilRight("the follower", PATIENCE, () -> told.stream()
                        .filter(line -> !following.output().contains(line))
                        .toList());
                assertThat(following.output().stream().filter(told::contains)).hasSameSizeAs(told);
                assertThat(following.output()).noneMatch(line -> line.endsWith(" 1 APPEARED") && !told.contains(line));
            }
        }
    }

    private static String example(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("schemas/feed.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
