package dev.almanac.aggregate;

import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/// Sightings in, touched days out. Keeps what counts, knows on which days, and says which cells to compute anew. It
/// computes none itself.
///
/// Entries of a location that is not known are kept and told nothing of. When a location ends, its cells stay as they
/// were last told; when it comes back, all are computed anew.
final class EntryKeeper extends ContextualProcessor<String, Sighting, String, TouchedDay> {
    static final String LOCATIONS = "locations";
    static final String CLOCK = "clock";
    private static final String LATEST = "latest";

    private final Duration punctuation;
    private EntryStores entries;
    private KeyValueStore<String, Location> locations;
    private KeyValueStore<String, Long> clock;
    private Instant now;

    EntryKeeper(Duration punctuation) {
        this.punctuation = punctuation;
    }

    @Override
    public void init(ProcessorContext<String, TouchedDay> context) {
        super.init(context);
        entries = new EntryStores(context);
        locations = context.getStateStore(LOCATIONS);
        clock = context.getStateStore(CLOCK);
        now = Optional.ofNullable(clock.get(LATEST)).map(Instant::ofEpochMilli).orElse(Instant.EPOCH);
        context.schedule(punctuation, PunctuationType.WALL_CLOCK_TIME, millis -> tick(Instant.ofEpochMilli(millis)));
    }

    @Override
    public void process(Record<String, Sighting> record) {
        advance(record.value().at());
        remember();
        switch (record.value()) {
            case Sighting.OfEntry seen -> keep(seen);
            case Sighting.OfLocation seen -> keep(seen);
        }
    }

    private void keep(Sighting.OfEntry seen) {
        Optional<Location> location = location(seen.locationId());
        Optional<Kept> before = entries.find(seen.id());
        Optional<Kept> after = seen.entry().map(entry -> Kept.of(entry, location));
        if (before.equals(after)) {
            return;
        }
        before.ifPresent(entries::remove);
        after.ifPresent(kept -> entries.put(kept, now));
        Touched touched = new Touched();
        before.ifPresent(touched::add);
        after.ifPresent(touched::add);
        location.ifPresent(known -> tell(known, touched));
    }

    private void keep(Sighting.OfLocation seen) {
        if (location(seen.locationId()).equals(seen.location())) {
            return;
        }
        locations.put(seen.locationId(), seen.location().orElse(null));
        seen.location().ifPresent(this::rebucket);
    }

    private void rebucket(Location location) {
        Touched touched = new Touched();
        for (Kept before : entries.ofLocation(location.locationId())) {
            Kept after = Kept.of(before.entry(), Optional.of(location));
            entries.remove(before);
            entries.put(after, now);
            touched.add(before);
            touched.add(after);
        }
        touched.addAll(toldCells(location.locationId()));
        tell(location, touched);
    }

    /// Cells that were told before, even those without entries now: hours and zone are told by them too.
    private List<CellKey> toldCells(String locationId) {
        return CellProcessor.STORES.stream()
                .map(name -> context().<KeyValueStore<String, ? extends Cell>>getStateStore(name))
                .flatMap(store -> EntryStores.withPrefix(store, StoreKeys.ofLocation(locationId)).stream())
                .map(Cell::key)
                .toList();
    }

    private void tick(Instant wallClock) {
        advance(wallClock);
        List<Kept> ended = entries.takeEnded(now);
        if (ended.isEmpty()) {
            return;
        }
        remember();
        Map<String, Touched> byLocation = new TreeMap<>();
        ended.forEach(kept ->
                byLocation.computeIfAbsent(kept.entry().locationId(), _ -> new Touched()).add(kept));
        byLocation.forEach((id, touched) -> location(id).ifPresent(known -> tell(known, touched)));
    }

    private void tell(Location location, Touched touched) {
        touched.days.forEach((day, cells) -> {
            List<Entry> present = entries.onDay(location.locationId(), day);
            TouchedDay told = new TouchedDay(location, day, cells, present, now);
            context().forward(new Record<>(location.locationId(), told, now.toEpochMilli()));
        });
    }

    private Optional<Location> location(String locationId) {
        return Optional.ofNullable(locations.get(locationId));
    }

    private void advance(Instant time) {
        now = time.isAfter(now) ? time.truncatedTo(ChronoUnit.MILLIS) : now;
    }

    /// So that a restart does not take time back: what had ended must not become upcoming again.
    private void remember() {
        clock.put(LATEST, now.toEpochMilli());
    }

    /// The cells to compute anew, by day.
    private static final class Touched {
        private final Map<LocalDate, Set<CellKey>> days = new TreeMap<>();

        void add(Kept kept) {
            kept.days().forEach(day -> addAll(kept.entry().cells(day)));
        }

        void addAll(Collection<CellKey> cells) {
            cells.forEach(cell -> days.computeIfAbsent(cell.day(), _ -> new HashSet<>()).add(cell));
        }
    }
}
