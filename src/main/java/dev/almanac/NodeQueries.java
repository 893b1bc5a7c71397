package dev.almanac;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.CellViews;
import dev.almanac.aggregate.OpenDays;
import dev.almanac.aggregate.Utilization;
import dev.almanac.http.LiveQueries;
import dev.almanac.http.Queries;
import dev.almanac.live.LiveViews;
import dev.almanac.location.Location;
import dev.almanac.shard.LocationBoard;
import dev.almanac.shard.LocationTable;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What HTTP may ask of a process, put together from its parts. They are null until it has started; before, nothing has caught up,
/// and no location is known.
final class NodeQueries {
    private NodeQueries() {}

    static Queries ofFigures(
            Supplier<CellViews> views, Supplier<LocationTable> locations, LocationBoard board, InstantSource clock) {
        return new Queries(
                (location, scope, id, from, to) -> ids(views.get(), location, scope, id).stream()
                        .flatMap(each -> views.get().noShows(location, scope, each, from, to).stream())
                        .toList(),
                (location, scope, id, from, to) -> utilization(
                        views.get(), configured(locations).get(location), location, scope, id, from, to, clock.instant()),
                () -> views.get() != null && views.get().state().caughtUp() && locations.get().isCaughtUp(),
                board::all);
    }

    /// @param configured null: the location is not, or not any more, and its days are those that were told
    private static List<Utilization> utilization(
            CellViews views,
            Location configured,
            String locationId,
            Scope scope,
            String id,
            LocalDate from,
            LocalDate to,
            Instant now) {
        List<Utilization> told = ids(views, locationId, scope, id).stream()
                .flatMap(each -> views.utilization(locationId, scope, each, from, to).stream())
                .toList();
        return configured == null
                ? told
                : OpenDays.filled(told, configured, scope, id, from, to, views.scopeIds(locationId, scope),
                        views.asOf(locationId), now);
    }

    private static Map<String, Location> configured(Supplier<LocationTable> locations) {
        return locations.get() == null ? Map.of() : locations.get().snapshot().locations();
    }

    static LiveQueries ofNow(LiveViews live, Supplier<LocationTable> locations, InstantSource clock) {
        return new LiveQueries(
                () -> configured(locations),
                live.visits(), live.changes(), live.rejected(), live.unresolved(), () -> live.state().caughtUp(), clock);
    }

    private static Collection<String> ids(CellViews views, String locationId, Scope scope, String id) {
        return id != null ? List.of(id) : views.scopeIds(locationId, scope);
    }
}
