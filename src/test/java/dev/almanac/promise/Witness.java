package dev.almanac.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.Topics;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.CalendarSimulator;
import dev.almanac.dev.CommandSender;
import dev.almanac.dev.TestKafka;
import dev.almanac.dev.TopicFollower;
import dev.almanac.dev.Waiting;
import dev.almanac.kafka.Topic;
import dev.almanac.schema.AppointmentCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Watches a test from outside: it passes on every command that is published, reads the topics as any consumer would, knows
/// the calendar's ledger, and in the end says whether what Almanac promises was kept. Commands may come from any thread.
///
/// It can be made as soon as Almanac has made its topics.
public final class Witness implements AutoCloseable {
    private final Queue<AppointmentCommand> published = new ConcurrentLinkedQueue<>();
    private final CommandSender sender;
    private final CalendarSimulator simulator;
    private final TopicFollower<CommandResult> results;
    private final TopicFollower<AppointmentChange> changes;
    private final TopicFollower<AppointmentRow> rows;

    public Witness(TestKafka.Broker broker, Topics topics, CommandSender sender, CalendarSimulator simulator) {
        this.sender = sender;
        this.simulator = simulator;
        this.results = follow(broker, topics.results());
        this.changes = follow(broker, topics.changes());
        this.rows = follow(broker, topics.appointments());
    }

    /// Knows of a command that somebody else publishes.
    public void expect(AppointmentCommand command) {
        published.add(command);
    }

    /// Publishes a command and remembers it.
    public void send(AppointmentCommand command) {
        expect(command);
        sender.send(command);
    }

    public int published() {
        return published.size();
    }

    public List<CommandResult> results() {
        return values(results);
    }

    /// How many commands have a result.
    public int answered() {
        return (int) results().stream().map(CommandResult::id).distinct().count();
    }

    /// Waits for the results of all commands and for the feed to have seen all of the calendar, and asserts that every
    /// promise is kept.
    ///
    /// @param patience for the results, and again for the feed
    public void assertAllKept(Duration patience) {
        awaitResults(patience);
        Waiting.untilRight("a faithful feed", patience, () -> Promise.broken(Promise.OF_THE_FEED, aftermath()));
        assertThat(Promise.broken(Promise.ALL, aftermath())).isEmpty();
    }

    /// Returns once each command has a result.
    public void awaitResults(Duration patience) {
        Waiting.until("a result for each command", patience, () -> answered() >= aftermath().accepted().size());
    }

    /// Everything that can be seen now.
    public Aftermath aftermath() {
        Map<String, AppointmentRow> present = new HashMap<>();
        for (TopicFollower.Entry<AppointmentRow> entry : rows.entries()) {
            if (entry.value() == null) {
                present.remove(entry.key());
            } else {
                present.put(entry.key(), entry.value());
            }
        }
        return new Aftermath(List.copyOf(published), results(), values(changes), present, simulator.calendar());
    }

    private static <V> List<V> values(TopicFollower<V> follower) {
        return follower.entries().stream().map(TopicFollower.Entry::value).filter(Objects::nonNull).toList();
    }

    private static <V> TopicFollower<V> follow(TestKafka.Broker broker, Topic<?, V> topic) {
        return new TopicFollower<>(broker.bootstrapServers(), topic);
    }

    @Override
    public void close() {
        results.close();
        changes.close();
        rows.close();
    }
}
