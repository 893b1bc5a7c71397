package dev.almanac.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

/// `GET /locations`: how the work for each location stands whose shard this process owns. Each process tells of its own.
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
}
