package dev.almanac.aggregate;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;

/// One life of the real topology, over stores in memory.
final class FiguresRun implements AutoCloseable {
    private static final Path STATE_DIR = Path.of("target", "figures-simulation");

    private final KeptStores stores;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, AppointmentRow> appointments;
    private final TestInputTopic<String, BlockedTimeRow> blocks;
    private final TestInputTopic<String, Location> locations;
    private final TestOutputTopic<String, NoShows> noShows;
    private final TestOutputTopic<String, Utilization> utilization;

    /// A record of a topic that the figures are made from.
    sealed interface Input {
        /// The record's key.
        String key();

        /// The topic, to keep its records in order.
        String topic();
    }

    /// @param row null: a tombstone
    record OfAppointment(String key, AppointmentRow row) implements Input {
        @Override
        public String toString() {
            return row == null ? "appointment " + key + " is a tombstone" : "appointment %s of %s in %s with %s%s, since %s%s"
                    .formatted(
                            row.appointment(), row.appointment().assignedUserId(), row.appointment().calendarId(),
                            row.appointment().contactId(),
                            row.appointment().endTime() == null ? "" : " until " + row.appointment().endTime(),
                            row.statusSince(), flags(row.removed(), row.appointment().deleted()));
        }

        @Override
        public String topic() {
            return "appointments";
        }
    }

    record OfBlock(String key, BlockedTimeRow row) implements Input {
        @Override
        public String toString() {
            return row == null ? "block " + key + " is a tombstone" : "block %s of %s in %s until %s%s".formatted(
                    row.blockedTime(), row.blockedTime().assignedUserId(), row.blockedTime().calendarId(),
                    row.blockedTime().endTime(), flags(row.removed(), row.blockedTime().deleted()));
        }

        @Override
        public String topic() {
            return "blocked-time";
        }
    }

    /// @param location null: it has ended
    record OfLocation(String key, Location location, Instant at) implements Input {
        @Override
        public String toString() {
            return location == null ? "location " + key + " has ended" : "location %s in %s, open %s, users %s, calendars %s, %s"
                    .formatted(
                            key, location.timeZone(), location.openingHours(), location.users(), location.calendars(),
                            location.lateCancellationNotice());
        }

        @Override
        public String topic() {
            return "locations";
        }
    }

    /// A record that came out.
    record Told(String key, Cell cell) {
        @Override
        public String toString() {
            return "told %s %s revision %d as of %s: %s".formatted(
                    cell.getClass().getSimpleName(), key, cell.revision(), cell.asOf(), switch (cell) {
                        case NoShows it -> it.figures();
                        case Utilization it -> it.figures();
                    });
        }
    }

    private static String flags(boolean removed, boolean deleted) {
        return (removed ? ", removed" : "") + (deleted ? ", deleted" : "");
    }

    /// @param topics the same in every life, because they hold what the stores refer to
    /// @param stores with what a life before has left in them
    /// @param stride of a rebucketing
    FiguresRun(TestTopics topics, KeptStores stores, int stride, Instant now) {
        Properties properties = new Properties();
        properties.put("application.id", "figures-" + Thread.currentThread().threadId());
        properties.put("bootstrap.servers", "unused:1");
        properties.put("state.dir", STATE_DIR.toString());
        properties.put("processing.exception.handler.global.enabled", true);
        this.stores = stores;
        driver = new TopologyTestDriver(topics.topology(stores, stride), properties, now);
        StringSerializer keys = new StringSerializer();
        appointments = driver.createInputTopic("appointments", keys, topics.appointments().valueSerde().serializer());
        blocks = driver.createInputTopic("blocked-time", keys, topics.blockedTime().valueSerde().serializer());
        locations = driver.createInputTopic("locations", keys, topics.locations().valueSerde().serializer());
        StringDeserializer readKeys = new StringDeserializer();
        noShows = driver.createOutputTopic("no-shows", readKeys, topics.noShows().valueSerde().deserializer());
        utilization =
                driver.createOutputTopic("utilization", readKeys, topics.utilization().valueSerde().deserializer());
    }

    List<Told> take(Input input) {
        switch (input) {
            case OfAppointment it -> appointments.pipeInput(it.key(), it.row());
            case OfBlock it -> blocks.pipeInput(it.key(), it.row());
            case OfLocation it -> locations.pipeInput(it.key(), it.location(), it.at());
        }
        return told();
    }

    List<Told> wait(Duration time) {
        driver.advanceWallClockTime(time);
        return told();
    }

    /// Changed locations whose cells are not all told.
    Set<String> underWay() {
        Set<String> locations = new HashSet<>();
        try (KeyValueIterator<String, String> all = driver.<String, String>getKeyValueStore(UnderWay.STORE).all()) {
            all.forEachRemaining(entry -> locations.add(entry.key));
        }
        return locations;
    }

    /// What a changelog would hold now.
    KeptStores stores() {
        return stores.copy();
    }

    private List<Told> told() {
        List<Told> told = new ArrayList<>();
        noShows.readKeyValuesToList().forEach(record -> told.add(new Told(record.key, record.value)));
        utilization.readKeyValuesToList().forEach(record -> told.add(new Told(record.key, record.value)));
        // Cells of one day come in any order, which must not make two stories of one seed.
        told.sort(Comparator.comparing(Told::key));
        return told;
    }

    @Override
    public void close() {
        driver.close();
    }
}
