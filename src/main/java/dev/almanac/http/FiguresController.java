package dev.almanac.http;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// `GET /no-shows` and `GET /utilization`: the cells of one location and scope between two days.
///
/// Parameters: `locationId`, `from`, `to` (dates, both included), `scope` (default `location`), `id` (default: every id of
/// the scope; required for a contact). 400 says which parameter is wrong and what is allowed; 503 while the figures are still being read.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class FiguresController {
    /// Some megabytes of JSON; more is a download, and the topics serve that better.
    private static final int MAX_CELLS = 10_000;

    /// Those that are told; an empty answer for another would look like "nobody".
    private static final Set<Scope> NO_SHOW_SCOPES = EnumSet.allOf(Scope.class);
    private static final Set<Scope> UTILIZATION_SCOPES = EnumSet.of(Scope.LOCATION, Scope.CALENDAR, Scope.USER);

    private final Queries queries;

    FiguresController(Queries queries) {
        this.queries = queries;
    }

    @Get("/no-shows")
    NoShowsAnswer noShows(HttpRequest<?> request) {
        return new NoShowsAnswer(find(request, NO_SHOW_SCOPES, queries.noShows(), NoShows::key).stream()
                .map(NoShowsAnswer::cell)
                .toList());
    }

    @Get("/utilization")
    UtilizationAnswer utilization(HttpRequest<?> request) {
        return new UtilizationAnswer(find(request, UTILIZATION_SCOPES, queries.utilization(), Utilization::key).stream()
                .map(UtilizationAnswer::cell)
                .toList());
    }

    private <C> List<C> find(
            HttpRequest<?> request, Set<Scope> scopes, Queries.Cells<C> cells, Function<C, CellKey> key) {
        HttpParameters parameters = request.getParameters();
        CellRequest wanted = CellRequest.parse(parameters::get, scopes);
        if (!queries.caughtUp().getAsBoolean()) {
            throw new HttpStatusException(
                    HttpStatus.SERVICE_UNAVAILABLE, "the figures are still being read from Kafka; try again in a moment");
        }
        List<C> found =
                cells.find(wanted.locationId(), wanted.scope(), wanted.id(), wanted.from(), wanted.to());
        if (found.size() > MAX_CELLS) {
            throw CellRequest.bad("more than " + MAX_CELLS + " cells; ask for fewer days or for one id");
        }
        return found.stream()
                .sorted(Comparator.comparing(key, Comparator.comparing(CellKey::day).thenComparing(CellKey::scopeId)))
                .toList();
    }
}
