package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The latest cells of one topic, in memory and in order. Written by one thread, read by any.
final class CellView<C extends Cell> {
    private static final Comparator<CellKey> ORDER = Comparator.comparing(CellKey::locationId)
            .thenComparing(CellKey::scope)
            .thenComparing(CellKey::scopeId)
            .thenComparing(CellKey::day);

    private final ConcurrentNavigableMap<CellKey, C> cells = new ConcurrentSkipListMap<>(ORDER);

    /// Takes in one record; a tombstone takes its cell away.
    void put(String recordKey, C cell) {
        if (cell != null) {
            cells.put(cell.key(), cell);
        } else {
            cells.keySet().removeIf(key -> key.toString().equals(recordKey));
        }
    }

    void clear() {
        cells.clear();
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
