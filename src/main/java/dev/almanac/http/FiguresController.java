package dev.almanac.http;

import dev.almanac.aggregate.CellKey;
import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
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
/// the scope; required for a contact), `format` (`json` or `csv`). 400 says which parameter is wrong and what is allowed; 503
/// while the figures are still being read.
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

    @Get(value = "/no-shows", produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    HttpResponse<?> noShows(HttpRequest<?> request) {
        AnswerFormat format = AnswerFormat.of(request);
        CellRequest wanted = CellRequest.parse(request.getParameters()::get, NO_SHOW_SCOPES);
        List<NoShowsAnswer.Cell> cells =
                find(wanted, queries.noShows(), NoShows::key).stream().map(NoShowsAnswer::cell).toList();
        return format.answer(new NoShowsAnswer(cells), NoShowsAnswer.Cell.class, cells, "no-shows-" + wanted.name());
    }

    @Get(value = "/utilization", produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    HttpResponse<?> utilization(HttpRequest<?> request) {
        AnswerFormat format = AnswerFormat.of(request);
        CellRequest wanted = CellRequest.parse(request.getParameters()::get, UTILIZATION_SCOPES);
        List<UtilizationAnswer.Cell> cells =
                find(wanted, queries.utilization(), Utilization::key).stream().map(UtilizationAnswer::cell).toList();
        return format.answer(
                new UtilizationAnswer(cells), UtilizationAnswer.Cell.class, cells, "utilization-" + wanted.name());
    }

    private <C> List<C> find(CellRequest wanted, Queries.Cells<C> cells, Function<C, CellKey> key) {
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
