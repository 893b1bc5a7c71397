package dev.almanac.http;

import static java.util.Objects.requireNonNull;

import dev.almanac.command.CommandResult;
import dev.almanac.live.ChangeNote;
import dev.almanac.live.Recent;
import dev.almanac.live.Visits;
import dev.almanac.location.Location;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What the HTTP face asks about that which goes on now.
///
/// @param locations all that are configured, by id
/// @param caughtUp  whether everything was read that there was at the start; until then lists would have gaps
public record LiveQueries(
        Supplier<Map<String, Location>> locations,
        Visits visits,
        Recent<ChangeNote> changes,
        Recent<CommandResult> rejected,
        Recent<CommandResult> unresolved,
        BooleanSupplier caughtUp,
        InstantSource clock) {
    public LiveQueries {
        requireNonNull(locations, "locations");
        requireNonNull(visits, "visits");
        requireNonNull(changes, "changes");
        requireNonNull(rejected, "rejected");
        requireNonNull(unresolved, "unresolved");
        requireNonNull(caughtUp, "caughtUp");
        requireNonNull(clock, "clock");
    }

    /// @throws HttpStatusException 400 where no such location is configured
    Location location(String locationId) {
        Location location = locations.get().get(locationId);
        if (location == null) {
            throw CellRequest.bad("locationId names no location that is configured");
        }
        return location;
    }

    /// @throws HttpStatusException 503 while an answer would have gaps
    void requireCaughtUp() {
        if (!caughtUp.getAsBoolean()) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "the topics are still being read from Kafka; try again in a moment");
        }
    }
}
