package dev.almanac.aggregate;

import dev.almanac.aggregate.Sighting.EntryId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/// The entries of one partition: by id, by day, and the open ones by the time they end.
final class EntryStores {
    static final String ENTRIES = "entries";
    static final String ENTRIES_BY_DAY = "entries-by-day";
    static final String OPEN_ENDS = "open-ends";

    private final KeyValueStore<String, Kept> entries;
    private final KeyValueStore<String, Kept> byDay;
    private final KeyValueStore<String, Kept> openEnds;
    // Where the last look for ended ones stopped. Looking again from the start would wade through all that was deleted.
    private Instant looked = Instant.EPOCH;

    EntryStores(ProcessorContext<?, ?> context) {
        entries = context.getStateStore(ENTRIES);
        byDay = context.getStateStore(ENTRIES_BY_DAY);
        openEnds = context.getStateStore(OPEN_ENDS);
    }

    Optional<Kept> find(EntryId id) {
        return Optional.ofNullable(entries.get(StoreKeys.ofEntry(id)));
    }

    /// Those of a location behind this key, in the order of their keys; the first, if it is empty.
    List<Kept> ofLocation(String locationId, String after, int most) {
        String from = after.isEmpty() ? StoreKeys.ofLocation(locationId) : StoreKeys.after(after);
        List<Kept> found = new ArrayList<>();
        try (KeyValueIterator<String, Kept> next = entries.range(from, StoreKeys.endOfLocation(locationId))) {
            while (next.hasNext() && found.size() < most) {
                found.add(next.next().value);
            }
        }
        return found;
    }

    /// The first day of a location on which there are entries, not before this one.
    Optional<LocalDate> firstDay(String locationId, String from) {
        return firstDay(byDay, locationId, from);
    }

    /// As above, for any store whose keys begin with location and day.
    static Optional<LocalDate> firstDay(ReadOnlyKeyValueStore<String, ?> store, String locationId, String from) {
        try (KeyValueIterator<String, ?> next = store.range(from, StoreKeys.endOfLocation(locationId))) {
            return next.hasNext() ? Optional.of(StoreKeys.dayOf(locationId, next.peekNextKey())) : Optional.empty();
        }
    }

    List<Entry> onDay(String locationId, LocalDate day) {
        return withPrefix(byDay, StoreKeys.ofDay(locationId, day)).stream().map(Kept::entry).toList();
    }

    void remove(Kept kept) {
        kept.days().forEach(day -> byDay.delete(StoreKeys.ofEntryOn(day, kept.entry())));
        entries.delete(StoreKeys.ofEntry(EntryId.of(kept.entry())));
    }

    /// What was kept of the same entry must have been removed. One that is open and not yet ended is found by
    /// [#takeEnded] later.
    void put(Kept kept, Instant now) {
        entries.put(StoreKeys.ofEntry(EntryId.of(kept.entry())), kept);
        Kept alone = new Kept(kept.entry(), List.of());
        kept.days().forEach(day -> byDay.put(StoreKeys.ofEntryOn(day, kept.entry()), alone));
        if (kept.entry() instanceof Booking booking && booking.open() && !booking.endedBy(now)) {
            openEnds.put(StoreKeys.ofTime(booking.end()) + StoreKeys.ofEntry(EntryId.of(booking)), alone);
        }
    }

    /// Those that ended since the last call, in the state they are in now. Ends that no longer hold may be among them:
    /// they are not looked up when an entry moves, because counting a day once too often changes nothing.
    List<Kept> takeEnded(Instant now) {
        List<Kept> ended = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Kept> due =
                openEnds.range(StoreKeys.ofTime(looked), StoreKeys.ofTime(now.plusMillis(1)))) {
            due.forEachRemaining(end -> {
                keys.add(end.key);
                find(EntryId.of(end.value.entry())).ifPresent(ended::add);
            });
        }
        keys.forEach(openEnds::delete);
        looked = now;
        return ended;
    }

    static <V> List<V> withPrefix(ReadOnlyKeyValueStore<String, V> store, String prefix) {
        List<V> values = new ArrayList<>();
        try (KeyValueIterator<String, V> found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> values.add(entry.value));
        }
        return values;
    }
}
