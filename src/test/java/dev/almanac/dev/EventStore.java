package dev.almanac.dev;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rows of the simulated calendar. Every change goes through here and into the ledger in one step. Not thread-safe
/// by itself: [SimulatedCalendar] holds the lock.
final class EventStore {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 20;

    private final InstantSource time;
    private final Ledger ledger;
    private final Map<String, Map<String, StoredEvent>> rowsByLocation = new HashMap<>();
    private final Map<String, String> locationById = new HashMap<>();
    private final SplittableRandom ids;

    EventStore(InstantSource time, Ledger ledger) {
        this.time = time;
        this.ledger = ledger;
        // The same ids where time is played, so that a failure can be repeated; others in every real run, so that a
        // restarted simulator does not give known ids to other appointments.
        this.ids = new SplittableRandom(time.millis());
    }

    String newId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(LETTERS.charAt(ids.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /// A row as stored, or an instance of a stored series.
    Optional<StoredEvent> find(String id, VendorLocation location) {
        StoredEvent stored = rows(location.id()).get(id);
        if (stored != null) {
            return Optional.of(stored);
        }
        return Recurrence.masterOf(id)
                .map(rows(location.id())::get)
                .filter(StoredEvent::isSeries)
                .flatMap(master -> new Recurrence(master, location.zone()).instance(id));
    }

    Optional<String> locationOf(String id) {
        String direct = locationById.get(id);
        return direct != null ? Optional.of(direct) : Recurrence.masterOf(id).map(locationById::get);
    }

    /// Rows in a window, with series told as their instances; `asOf` null: as they are now.
    Stream<StoredEvent> within(VendorLocation location, Instant from, Instant to, Instant asOf) {
        Collection<StoredEvent> rows =
                asOf == null ? rows(location.id()).values() : ledger.rowsAsOf(location.id(), asOf).values();
        // An instance that has a row of its own is told by it, also where its series comes to lie on the same time.
        Set<String> own = rows.stream().map(StoredEvent::id).collect(Collectors.toSet());
        return rows.stream().flatMap(row -> row.isSeries()
                ? new Recurrence(row, location.zone()).instances(from, to).stream().filter(each -> !own.contains(each.id()))
                : row.overlaps(from, to) ? Stream.of(row) : Stream.empty());
    }

    StoredEvent insert(StoredEvent.Kind kind, Map<String, Object> members, String traceId) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.putIfAbsent("id", newId());
        all.putIfAbsent("dateAdded", StoredEvent.stamp(time.instant()));
        all.putIfAbsent("dateUpdated", all.get("dateAdded"));
        StoredEvent created = StoredEvent.of(kind, all);
        return keep(Ledger.Change.CREATED, traceId, null, created);
    }

    /// Changes a row. An instance of a series gets a row of its own, under the id that its start gives it, and leaves
    /// the series. (Nobody has documented what the vendor does there.)
    StoredEvent change(StoredEvent before, Map<String, Object> changes, String traceId, VendorLocation location) {
        Map<String, Object> all = new LinkedHashMap<>(changes);
        all.put("dateUpdated", StoredEvent.stamp(time.instant()));
        boolean stored = rows(location.id()).containsKey(before.id());
        if (!stored) {
            detach(before, location);
        }
        StoredEvent after = before.with(all);
        if (before.masterId() != null && !after.startsAt().equals(before.startsAt())) {
            String told = Recurrence.instanceId(before.masterId(), after.startsAt(), after.endsAt());
            // Where another instance is at that time already, the two could not be told apart.
            String id = find(told, location).isPresent() ? before.id() : told;
            rows(location.id()).remove(before.id());
            detach(before, location); // nobody takes the place that it leaves
            after = after.with(Map.of("id", id));
        }
        return keep(after.deleted() ? Ledger.Change.DELETED : Ledger.Change.UPDATED, traceId, before, after);
    }

    private void detach(StoredEvent instance, VendorLocation location) {
        Map<String, StoredEvent> rows = rows(location.id());
        StoredEvent master = rows.get(instance.masterId());
        rows.put(master.id(), Recurrence.without(master, instance.startsAt()));
    }

    private StoredEvent keep(Ledger.Change change, String traceId, StoredEvent before, StoredEvent after) {
        rows(after.locationId()).put(after.id(), after);
        locationById.put(after.id(), after.locationId());
        ledger.happened(new Ledger.Effect(time.instant(), change, traceId, before, after));
        return after;
    }

    List<StoredEvent> all(String locationId) {
        return List.copyOf(rows(locationId).values());
    }

    private Map<String, StoredEvent> rows(String locationId) {
        return rowsByLocation.computeIfAbsent(locationId, id -> new LinkedHashMap<>());
    }
}
