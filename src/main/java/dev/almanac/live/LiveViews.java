package dev.almanac.live;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandResult;
import dev.almanac.kafka.Follower;
import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What the page and its lists show, kept up to date from the topics: of appointments all there are, of changes and results the
/// last hours. Every process follows all partitions, so any of them can answer for every location.
public final class LiveViews implements AutoCloseable {
    // As long as the figures wait, which are shown beside it.
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final LiveSettings settings;
    private final InstantSource clock;
    private final Visits visits;
    private final Recent<ChangeNote> changes;
    private final Recent<CommandResult> rejected;
    private final Recent<CommandResult> unresolved;
    private volatile Follower follower;

    public LiveViews(LiveSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.visits = new Visits(settings.appointmentAge(), settings.maxAppointments());
        this.changes = new Recent<>(settings.recentPerLocation());
        this.rejected = new Recent<>(settings.recentPerLocation());
        this.unresolved = new Recent<>(settings.recentPerLocation());
    }

    public void start(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topic<String, AppointmentRow> appointmentTopic,
            Topic<String, AppointmentChange> changeTopic,
            Topic<String, CommandResult> resultTopic) {
        Instant from = clock.instant().minus(settings.recentAge());
        follower = new Follower("live-views", consumers, List.of(
                new Follower.Source(appointmentTopic.name(), null, row -> take(row, appointmentTopic), visits::clear),
                new Follower.Source(changeTopic.name(), from, change -> take(value(change, changeTopic)), changes::clear),
                new Follower.Source(resultTopic.name(), from, result -> take(value(result, resultTopic)), () -> {
                    rejected.clear();
                    unresolved.clear();
                })), RETRY).start();
    }

    /// Not caught up before it is started.
    public Follower.State state() {
        Follower running = follower;
        return running == null ? new Follower.State(false, Optional.empty()) : running.state();
    }

    public Visits visits() {
        return visits;
    }

    public Recent<ChangeNote> changes() {
        return changes;
    }

    public Recent<CommandResult> rejected() {
        return rejected;
    }

    public Recent<CommandResult> unresolved() {
        return unresolved;
    }

    @Override
    public void close() {
        if (follower != null) {
            follower.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Topic<String, AppointmentRow> topic) {
        AppointmentRow row = value(record, topic);
        visits.passTo(clock.instant());
        if (row == null) {
            visits.remove(topic.keySerde().deserializer().deserialize(topic.name(), record.key()));
        } else {
            Visit.of(row).ifPresentOrElse(visits::put, () -> visits.remove(row.id()));
        }
    }

    private void take(AppointmentChange change) {
        if (change != null) {
            changes.add(change.after().locationId(), ChangeNote.of(change));
        }
    }

    private void take(CommandResult result) {
        if (result != null) {
            switch (result.outcome()) {
                case SUCCEEDED -> {}
                case REJECTED -> rejected.add(result.id().locationId(), result);
                case UNRESOLVED -> unresolved.add(result.id().locationId(), result);
            }
        }
    }

    private static <V> V value(ConsumerRecord<byte[], byte[]> record, Topic<String, V> topic) {
        return record.value() == null ? null : topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
    }
}
