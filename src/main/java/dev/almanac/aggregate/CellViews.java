package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.kafka.Follower;
import dev.almanac.kafka.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What the aggregates say now, for queries: every process follows all partitions of both output topics into memory. It
/// survives outages by asking again where it stopped; until then the cells are as old as the last record read. A record
/// that cannot be read is not passed over: the view stays behind, and [#state] tells why.
public final class CellViews implements AutoCloseable {
    private final CellView<NoShows> noShows = new CellView<>();
    private final CellView<Utilization> utilization = new CellView<>();
    private final Follower follower;

    /// @param consumers makes a consumer without a group, `read_committed`
    /// @param retry     how long to wait after a failure
    public CellViews(
            Supplier<Consumer<byte[], byte[]>> consumers,
            Topic<String, NoShows> noShowTopic,
            Topic<String, Utilization> utilizationTopic,
            Duration retry) {
        this.follower = new Follower("cell-views", consumers, List.of(
                source(noShows, noShowTopic), source(utilization, utilizationTopic)), retry);
    }

    public void start() {
        follower.start();
    }

    public Follower.State state() {
        return follower.state();
    }

    /// The no-show cells of one scope from one local day to another, both included, in the order of days; days without
    /// a cell are left out.
    public List<NoShows> noShows(String locationId, Scope scope, String scopeId, LocalDate from, LocalDate to) {
        return noShows.between(locationId, scope, scopeId, from, to);
    }

    /// The utilization cells of one scope, as [#noShows]; [OpenDays] knows the days between.
    public List<Utilization> utilization(
            String locationId, Scope scope, String scopeId, LocalDate from, LocalDate to) {
        return utilization.between(locationId, scope, scopeId, from, to);
    }

    /// The latest instant as of which anything was told of a location.
    public Optional<Instant> asOf(String locationId) {
        return Stream.of(noShows.asOf(locationId), utilization.asOf(locationId))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /// The calendars, users or contacts of a location that have cells, in order.
    public NavigableSet<String> scopeIds(String locationId, Scope scope) {
        NavigableSet<String> ids = new TreeSet<>(noShows.scopeIds(locationId, scope));
        ids.addAll(utilization.scopeIds(locationId, scope));
        return ids;
    }

    @Override
    public void close() {
        follower.close();
    }

    private static <C extends Cell> Follower.Source source(CellView<C> view, Topic<String, C> topic) {
        return new Follower.Source(topic.name(), null, record -> put(view, topic, record), view::clear);
    }

    private static <C extends Cell> void put(
            CellView<C> view, Topic<String, C> topic, ConsumerRecord<byte[], byte[]> record) {
        String key = topic.keySerde().deserializer().deserialize(topic.name(), record.key());
        byte[] bytes = record.value();
        view.put(key, bytes == null ? null : topic.valueSerde().deserializer().deserialize(topic.name(), bytes));
    }
}
