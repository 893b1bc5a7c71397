package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import dev.almanac.location.Location;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// An entry with the days on which it is counted: remembered, not derived again, so that it is taken back from exactly
/// where it was put even if zone rules have changed in between.
///
/// @param days none while the location, and so the zone, is not known
record Kept(Entry entry, List<LocalDate> days) {
    Kept {
        requireNonNull(entry, "entry");
        days = List.copyOf(days);
    }

    static Kept of(Entry entry, Optional<Location> location) {
        return new Kept(
                entry,
                location.map(known -> LocalDays.touchedBy(entry.start(), entry.end(), known.timeZone()))
                        .orElse(List.of()));
    }
}
