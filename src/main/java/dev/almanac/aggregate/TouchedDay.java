package dev.almanac.aggregate;

import dev.almanac.location.Location;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/// A local day of a location on which something may have changed: which cells to compute anew, and everything there is
/// to compute them from. Lives between two processors only.
///
/// @param cells   may name more cells than changed, never fewer
/// @param entries all appointments and blocked times that touch the day
/// @param asOf    the latest of all record and punctuation times so far
record TouchedDay(Location location, LocalDate day, Set<CellKey> cells, List<Entry> entries, Instant asOf) {
    TouchedDay {
        cells = Set.copyOf(cells);
        entries = List.copyOf(entries);
    }

    ZoneId zone() {
        return location.timeZone();
    }

    /// The entries of one kind in one cell of this day.
    <E extends Entry> List<E> entriesOf(CellKey key, Class<E> kind) {
        return entries.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(entry -> key.scopeId().equals(entry.idIn(key.scope())))
                .toList();
    }
}
