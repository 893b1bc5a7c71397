package dev.almanac.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import java.util.Optional;

/// `GET /locations`: how the work for each location stands whose shard this process owns, and
/// `GET /locations/{locationId}/windows`: how fresh what is known of each of its calendars, users and groups is. Each process
/// tells of its own; 404 for the locations of others.
@Controller
class LocationsController {
    private final Queries queries;

    LocationsController(Queries queries) {
        this.queries = queries;
    }

    @Get("/locations")
    LocationsAnswer locations() {
        return new LocationsAnswer(queries.locations().get().stream().map(LocationsAnswer::standing).toList());
    }

    @Get("/locations/{locationId}/windows")
    Optional<WindowsAnswer> windows(@PathVariable String locationId) {
        return queries.locations().get().stream()
                .filter(status -> status.locationId().equals(locationId))
                .findFirst()
                .map(WindowsAnswer::of);
    }
}
