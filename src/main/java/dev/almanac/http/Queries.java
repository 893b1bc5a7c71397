package dev.almanac.http;

import static java.util.Objects.requireNonNull;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import dev.almanac.shard.LocationStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the HTTP face asks of the figures. The wiring passes method references to the views that hold them.
///
/// @param caughtUp  whether the views have read everything there was when they started; until then they would answer with gaps
/// @param locations how the locations stand whose shards this process owns
public record Queries(
        Cells<NoShows> noShows,
        Cells<Utilization> utilization,
        BooleanSupplier caughtUp,
        Supplier<List<LocationStatus>> locations) {
    public Queries {
        requireNonNull(noShows, "noShows");
        requireNonNull(utilization, "utilization");
        requireNonNull(caughtUp, "caughtUp");
        requireNonNull(locations, "locations");
    }

    /// Looks up cells of one kind.
    @FunctionalInterface
    public interface Cells<C> {
        /// The cells of one location and scope whose day is in `from..to`, both included, in any order.
        ///
        /// @param scopeId null: every id of the scope
        List<C> find(String locationId, CellKey.Scope scope, String scopeId, LocalDate from, LocalDate to);
    }
}
