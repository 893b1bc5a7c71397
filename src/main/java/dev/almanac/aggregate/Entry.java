package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// What the figures need of one row, and nothing that names a person or tells what was said. A row that does not count
/// (removed, deleted, without a start) has no entry. `calendarId` and `userId` may be null.
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

    Instant start();

    /// Not before the start; the start itself where no end is known.
    Instant end();

    /// The time it takes up; none where it takes up none.
    Intervals time();

    /// The cells of one day that it belongs to. A further scope is a further line here.
    default List<CellKey> cells(LocalDate day) {
        List<CellKey> cells = new ArrayList<>();
        add(cells, Scope.LOCATION, locationId(), day);
        add(cells, Scope.CALENDAR, calendarId(), day);
        add(cells, Scope.USER, userId(), day);
        return cells;
    }

    private void add(List<CellKey> cells, Scope scope, String scopeId, LocalDate day) {
        if (scopeId != null) {
            cells.add(new CellKey(locationId(), scope, scopeId, day));
        }
    }
}
