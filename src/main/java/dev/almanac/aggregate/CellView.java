package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The latest cells of one topic, in memory and in order. Written by one thread, read by any. Contacts make it the largest
/// part of a process that has many appointments behind it, which is why equal parts of cells are held once.
final class CellView<C extends Cell> {
    private static final Comparator<CellKey> ORDER = Comparator.comparing(CellKey::locationId)
            .thenComparing(CellKey::scope)
            .thenComparing(CellKey::scopeId)
            .thenComparing(CellKey::day);

    private final ConcurrentNavigableMap<CellKey, C> cells = new ConcurrentSkipListMap<>(ORDER);
    // Ids, days, zones and the few figures that a contact can have, as first read; used by the writing thread alone.
    private final Map<Object, Object> held = new HashMap<>();

    /// Takes in one record; a tombstone takes its cell away.
    void put(String recordKey, C cell) {
        if (cell != null) {
            C frugal = frugal(cell);
            cells.put(frugal.key(), frugal);
        } else {
            cells.remove(CellKey.parse(recordKey));
        }
    }

    /// The same with parts that other cells have as well.
    @SuppressWarnings("unchecked")
    private C frugal(C cell) {
        CellKey key = new CellKey(
                once(cell.key().locationId()), cell.key().scope(), once(cell.key().scopeId()), once(cell.key().day()));
        return (C) switch ((Cell) cell) {
            case NoShows it -> new NoShows(key, once(it.timeZone()), figures(it), it.asOf(), it.revision());
            case Utilization it -> new Utilization(key, once(it.timeZone()), it.figures(), it.asOf(), it.revision());
        };
    }

    /// Those of a whole location are new with nearly every change, and would be held for ever.
    private NoShows.Figures figures(NoShows cell) {
        return cell.key().scope() == Scope.CONTACT ? once(cell.figures()) : cell.figures();
    }

    @SuppressWarnings("unchecked")
    private <P> P once(P part) {
        return (P) held.computeIfAbsent(part, _ -> part);
    }

    void clear() {
        cells.clear();
        held.clear();
    }

    /// The cells of one scope from one day to another, both included, in the order of days.
    List<C> between(String locationId, Scope scope, String scopeId, LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            return List.of();
        }
        CellKey first = new CellKey(locationId, scope, scopeId, from);
        CellKey last = new CellKey(locationId, scope, scopeId, to);
        return List.copyOf(cells.subMap(first, true, last, true).values());
    }

    /// The latest instant as of which the location itself has a cell.
    Optional<Instant> asOf(String locationId) {
        return between(locationId, Scope.LOCATION, locationId, LocalDate.MIN, LocalDate.MAX).stream()
                .map(Cell::asOf)
                .max(Comparator.naturalOrder());
    }

    /// The ids that have cells in one scope of a location, in order.
    NavigableSet<String> scopeIds(String locationId, Scope scope) {
        NavigableSet<String> ids = new TreeSet<>();
        CellKey key = cells.ceilingKey(new CellKey(locationId, scope, "", LocalDate.MIN));
        while (key != null && key.locationId().equals(locationId) && key.scope() == scope) {
            ids.add(key.scopeId());
            key = cells.higherKey(new CellKey(locationId, scope, key.scopeId(), LocalDate.MAX));
        }
        return ids;
    }
}
