package dev.almanac.aggregate;

import dev.almanac.aggregate.Sighting.EntryId;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Sightings in, touched days out. Keeps what counts, knows on which days, and says which cells to compute anew. It
/// computes none itself.
///
/// Entries of a location that is not known are kept and told nothing of. When a location ends, its cells stay as they
/// were last told; when it comes back, all are computed anew.
final class EntryKeeper extends ContextualProcessor<String, Sighting, String, TouchedDay> {
    static final String LOCATIONS = "locations";
    static final String CLOCK = "clock";
    static final String ZONE_RULES = "zone-rules";
    // The version is a text such as 2025b.
    private static final long RULES = ZoneRulesProvider.getVersions("Europe/London").lastEntry().getKey().hashCode();

    // How soon a rebucketing goes on: other records are read in between.
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Duration punctuation;
    private final int stride;
    private EntryStores entries;
    private UnderWay underWay;
    private KeyValueStore<String, Location> locations;
    private KeyValueStore<String, Long> clock;
    private PartitionClock time;

    /// @param stride entries or cells that one step of a rebucketing takes on
    EntryKeeper(Duration punctuation, int stride) {
        this.punctuation = punctuation;
        this.stride = stride;
    }

    @Override
    public void init(ProcessorContext<String, TouchedDay> context) {
        super.init(context);
        entries = new EntryStores(context);
        underWay = new UnderWay(context);
        locations = context.getStateStore(LOCATIONS);
        clock = context.getStateStore(CLOCK);
        time = new PartitionClock(clock, () -> Instant.ofEpochMilli(context.currentSystemTimeMs()));
        context.schedule(punctuation, PunctuationType.WALL_CLOCK_TIME, millis -> tick(Instant.ofEpochMilli(millis)));
        context.schedule(PAUSE, PunctuationType.WALL_CLOCK_TIME, millis -> goOn(Instant.ofEpochMilli(millis)));
    }

    @Override
    public void process(Record<String, Sighting> record) {
        time.hear(record.value());
        time.remember();
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
        after.ifPresent(kept -> entries.put(kept, time.now()));
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
        underWay.remove(seen.locationId());
        seen.location().ifPresent(this::rebucket);
    }

    private void rebucket(Location location) {
        underWay.put(location.locationId(), Rebucketing.BEGINNING);
        goOn(location);
    }

    /// Locations that were changed are not left half done by a restart, nor by ever so many other records.
    private void goOn(Instant wallClock) {
        followZoneRules();
        if (underWay.locations().isEmpty()) {
            return;
        }
        time.passTo(wallClock);
        time.remember();
        underWay.locations().forEach(id -> location(id).ifPresent(this::goOn));
    }

    /// A program that came with other zone rules than the last one puts everything on its days anew.
    private void followZoneRules() {
        Long before = clock.get(ZONE_RULES);
        if (before == null || before != RULES) {
            clock.put(ZONE_RULES, RULES);
            try (KeyValueIterator<String, Location> all = locations.all()) {
                all.forEachRemaining(entry -> underWay.put(entry.key, Rebucketing.BEGINNING));
            }
        }
    }

    /// One step of a rebucketing: the next entries, and where all are moved, the next days.
    private void goOn(Location location) {
        String id = location.locationId();
        Rebucketing state = underWay.of(id).orElseThrow();
        int left = stride;
        if (!state.hasMovedAll()) {
            List<Kept> next = entries.ofLocation(id, state.entriesUpTo(), left);
            next.forEach(before -> move(before, location));
            left -= next.size();
            state = left > 0
                    ? Rebucketing.ALL_MOVED
                    : Rebucketing.movedUpTo(StoreKeys.ofEntry(EntryId.of(next.getLast().entry())));
        }
        while (left > 0) {
            Optional<LocalDate> day = dayAfter(id, state.toldUpTo());
            if (day.isEmpty()) {
                underWay.remove(id);
                return;
            }
            state = Rebucketing.toldUpTo(day.get());
            left -= tellWhole(location, day.get());
        }
        underWay.put(id, state);
    }

    private void move(Kept before, Location location) {
        Kept after = Kept.of(before.entry(), Optional.of(location));
        if (!after.equals(before)) {
            entries.remove(before);
            entries.put(after, time.now());
        }
    }

    /// The next day on which anything is kept or was told; null: the first.
    private Optional<LocalDate> dayAfter(String locationId, LocalDate day) {
        String from = day == null ? StoreKeys.ofLocation(locationId) : StoreKeys.ofDay(locationId, day.plusDays(1));
        return Stream.concat(
                        entries.firstDay(locationId, from).stream(),
                        cells().flatMap(store -> EntryStores.firstDay(store, locationId, from).stream()))
                .min(Comparator.naturalOrder());
    }

    /// Every cell of a day; says how many.
    private int tellWhole(Location location, LocalDate day) {
        Set<CellKey> all = new HashSet<>(toldCells(location.locationId(), day));
        List<Entry> present = entries.onDay(location.locationId(), day);
        present.forEach(entry -> all.addAll(entry.cells(day)));
        forward(location, day, all, present);
        return all.size() + 1;
    }

    /// Cells that were told before, even those without entries now: hours and zone are told by them too.
    private List<CellKey> toldCells(String locationId, LocalDate day) {
        return cells()
                .flatMap(store -> EntryStores.withPrefix(store, StoreKeys.ofDay(locationId, day)).stream())
                .map(Cell::key)
                .toList();
    }

    private Stream<KeyValueStore<String, ? extends Cell>> cells() {
        return CellProcessor.STORES.stream().map(name -> context().getStateStore(name));
    }

    private void tick(Instant wallClock) {
        time.passTo(wallClock);
        List<Kept> ended = entries.takeEnded(time.now());
        if (ended.isEmpty()) {
            return;
        }
        time.remember();
        Map<String, Touched> byLocation = new TreeMap<>();
        ended.forEach(kept ->
                byLocation.computeIfAbsent(kept.entry().locationId(), _ -> new Touched()).add(kept));
        byLocation.forEach((id, touched) -> location(id).ifPresent(known -> tell(known, touched)));
    }

    /// Days of a changed location whose turn has not come are told when it has.
    private void tell(Location location, Touched touched) {
        Optional<Rebucketing> state = underWay.of(location.locationId());
        touched.days.forEach((day, cells) -> {
            if (state.isEmpty() || state.get().hasTold(day)) {
                forward(location, day, cells, entries.onDay(location.locationId(), day));
            }
        });
    }

    private void forward(Location location, LocalDate day, Set<CellKey> cells, List<Entry> present) {
        TouchedDay told = new TouchedDay(location, day, cells, present, time.now());
        context().forward(new Record<>(location.locationId(), told, told.asOf().toEpochMilli()));
    }

    private Optional<Location> location(String locationId) {
        return Optional.ofNullable(locations.get(locationId));
    }

    /// The cells to compute anew, by day.
    private static final class Touched {
        private final Map<LocalDate, Set<CellKey>> days = new TreeMap<>();

        void add(Kept kept) {
            for (LocalDate day : kept.days()) {
                days.computeIfAbsent(day, _ -> new HashSet<>()).addAll(kept.entry().cells(day));
            }
        }
    }
}
