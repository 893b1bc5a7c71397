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
        /// No-shows only: a contact's time is nobody's to sell.
        CONTACT
    }

    public CellKey {
        requireNonNull(locationId, "locationId");
        requireNonNull(scope, "scope");
        requireNonNull(scopeId, "scopeId");
        requireNonNull(day, "day");
    }

    /// Reads a record key.
    ///
    /// @throws IllegalArgumentException if it is none
    static CellKey parse(String text) {
        int location = text.indexOf('/');
        int scope = text.indexOf('/', location + 1);
        int id = text.lastIndexOf('/');
        if (location < 0 || scope < 0 || id <= scope) {
            throw new IllegalArgumentException("not the key of a cell: " + text);
        }
        return new CellKey(
                text.substring(0, location),
                Scope.valueOf(text.substring(location + 1, scope)),
                text.substring(scope + 1, id),
                LocalDate.parse(text.substring(id + 1)));
    }

    /// The record key: `locationId/SCOPE/scopeId/yyyy-MM-dd`. No two cells share one even if the vendor puts a slash into an
    /// id: the location's id holds none (the locations file refuses it), and the day is what follows the last.
    @Override
    public String toString() {
        return locationId + "/" + scope + "/" + scopeId + "/" + day;
    }
}
