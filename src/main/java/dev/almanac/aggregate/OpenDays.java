package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.location.Location;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The days on which nothing was booked or blocked. No cell is told of them, and whoever adds days up without them takes a calendar
/// that is booked on one day in thirty for one that is booked as on that day. So they are computed when they are asked for, from
/// the opening hours, by the function that decides what a cell is.
public final class OpenDays {
    /// Of a cell that was never told.
    static final long REVISION = 0;

    private OpenDays() {}

    /// The cells that were told, and those of the untouched days between `from` and `to`: of the location, or of the users or
    /// calendars that it names or that have cells. Left out is what nobody can know: the open time of those without hours, and
    /// whether a day is empty that lies beyond the far windows.
    ///
    /// @param scopeId null: every id of the scope
    /// @param seen    the ids of the scope that have cells, on whatever day
    /// @param asOf    the latest of the location's cells, which is how far the figures have come; empty: nothing was ever told, so
    ///                nobody knows whether anything was looked at
    public static List<Utilization> filled(
            List<Utilization> told,
            Location location,
            Scope scope,
            String scopeId,
            LocalDate from,
            LocalDate to,
            Collection<String> seen,
            Optional<Instant> asOf,
            Instant now) {
        if (asOf.isEmpty()) {
            return told;
        }
        LocalDate first = later(from, lookedAtFrom(location, now));
        LocalDate last = earlier(to, lookedAtTo(location, now));
        Set<CellKey> present = new HashSet<>();
        told.forEach(cell -> present.add(cell.key()));
        List<Utilization> all = new ArrayList<>(told);
        for (String id : ids(location, scope, scopeId, seen)) {
            for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                CellKey key = new CellKey(location.locationId(), scope, id, day);
                if (!present.contains(key)) {
                    Utilization.Figures figures = UtilizationCell.of(key, location, List.of());
                    if (figures.available() != null) {
                        all.add(new Utilization(key, location.timeZone(), figures, asOf.get(), REVISION));
                    }
                }
            }
        }
        return all;
    }

    private static Set<String> ids(Location location, Scope scope, String scopeId, Collection<String> seen) {
        Set<String> ids = new TreeSet<>(switch (scope) {
            case LOCATION -> Set.of(location.locationId());
            case CALENDAR -> location.calendars().keySet();
            case USER -> location.users().keySet();
            case CONTACT -> Set.<String>of();
        });
        ids.addAll(seen);
        ids.removeIf(id -> scopeId != null && !scopeId.equals(id));
        return ids;
    }

    /// The first day that the far windows hold whole.
    private static LocalDate lookedAtFrom(Location location, Instant now) {
        return LocalDate.ofInstant(now.minus(location.polling().farPast()), location.timeZone()).plusDays(1);
    }

    /// The last day that the far windows hold whole.
    private static LocalDate lookedAtTo(Location location, Instant now) {
        return LocalDate.ofInstant(now.plus(location.polling().farFuture()), location.timeZone()).minusDays(1);
    }

    private static LocalDate earlier(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
