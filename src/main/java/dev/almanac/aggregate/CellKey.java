package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/// Which cell: one scope of one location on one local day.
public record CellKey(String locationId, Scope scope, String scopeId, LocalDate day) {
    /// What a cell counts.
    public enum Scope {
        LOCATION,
        CALENDAR,
        USER,
        /// Not told yet. Known already, so that processes of this version can read what a later one tells.
        CONTACT
    }

    public CellKey {
        requireNonNull(locationId, "locationId");
        requireNonNull(scope, "scope");
        requireNonNull(scopeId, "scopeId");
        requireNonNull(day, "day");
    }

    /// The record key: `locationId/SCOPE/scopeId/yyyy-MM-dd`. No two cells share one even if the vendor puts a slash into an
    /// id: the location's id holds none (the locations file refuses it), and the day is what follows the last.
    @Override
    public String toString() {
        return locationId + "/" + scope + "/" + scopeId + "/" + day;
    }
}
