package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What the figures need of one row: ids, times and a status, no names and nothing that was said. A row that does not
/// count (removed, deleted, without a start) has no entry. `calendarId`, `userId` and `contactId` may be null.
/// Times are whole milliseconds, as in the topics.
sealed interface Entry permits Booking, Block {
    /// Which topic it came from.
    enum Kind {
        BOOKING,
        BLOCK
    }

    Kind kind();

    String id();

    String locationId();

    String calendarId();

    String userId();

    String contactId();

    Instant start();

    /// Not before the start; the start itself where no end is known.
    Instant end();

    /// The time it takes up; none where it takes up none.
    Intervals time();

    /// Where it counts in one scope; null where in none.
    default String idIn(Scope scope) {
        return switch (scope) {
            case LOCATION -> locationId();
            case CALENDAR -> calendarId();
            case USER -> userId();
            case CONTACT -> contactId();
        };
    }

    /// The cells of one day that it belongs to.
    default List<CellKey> cells(LocalDate day) {
        List<CellKey> cells = new ArrayList<>();
        for (Scope scope : Scope.values()) {
            String scopeId = idIn(scope);
            if (scopeId != null) {
                cells.add(new CellKey(locationId(), scope, scopeId, day));
            }
        }
        return cells;
    }
}
