package dev.almanac;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.CellViews;
import dev.almanac.http.LiveQueries;
import dev.almanac.http.Queries;
import dev.almanac.live.LiveViews;
import dev.almanac.shard.LocationBoard;
import dev.almanac.shard.LocationTable;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What HTTP may ask of a process, put together from its parts. They are null until it has started; before, nothing has caught up,
/// and no location is known.
final class NodeQueries {
    private NodeQueries() {}

    static Queries ofFigures(Supplier<CellViews> views, LocationBoard board) {
        return new Queries(
                (location, scope, id, from, to) -> ids(views.get(), location, scope, id).stream()
                        .flatMap(each -> views.get().noShows(location, scope, each, from, to).stream())
                        .toList(),
                (location, scope, id, from, to) -> ids(views.get(), location, scope, id).stream()
                        .flatMap(each -> views.get().utilization(location, scope, each, from, to).stream())
                        .toList(),
                () -> views.get() != null && views.get().state().caughtUp(),
                board::all);
    }

    static LiveQueries ofNow(LiveViews live, Supplier<LocationTable> locations, InstantSource clock) {
        return new LiveQueries(
                () -> locations.get() == null ? Map.of() : locations.get().snapshot().locations(),
                live.visits(), live.changes(), live.rejected(), live.unresolved(), () -> live.state().caughtUp(), clock);
    }

    private static Collection<String> ids(CellViews views, String locationId, Scope scope, String id) {
        return id != null ? List.of(id) : views.scopeIds(locationId, scope);
    }
}
