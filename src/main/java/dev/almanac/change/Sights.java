package dev.almanac.change;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// When each appointment was last seen to be there: an answer asked for before that proves no absence.
final class Sights {
    private final Map<String, Instant> sightedAt = new HashMap<>();

    /// An answer that was asked for then has shown it.
    void sighted(String id, Instant begunAt) {
        sightedAt.merge(id, begunAt, (known, seen) -> known.isBefore(seen) ? seen : known);
    }

    /// The later of its last sight and its last change.
    Instant last(AppointmentRow row) {
        Instant sighted = sightedAt.getOrDefault(row.id(), Instant.MIN);
        return sighted.isAfter(row.fetchedAt()) ? sighted : row.fetchedAt();
    }

    void forget(String id) {
        sightedAt.remove(id);
    }
}
