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
        CONTACT
    }

    public CellKey {
        requireNonNull(locationId, "locationId");
        requireNonNull(scope, "scope");
        requireNonNull(scopeId, "scopeId");
        requireNonNull(day, "day");
    }

    /// The record key: `locationId/SCOPE/scopeId/yyyy-MM-dd`.
    @Override
    public String toString() {
        return locationId + "/" + scope + "/" + scopeId + "/" + day;
    }
}
