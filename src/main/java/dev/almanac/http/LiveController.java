package dev.almanac.http;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.live.Visit;
import dev.almanac.location.Location;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What goes on now, for every location whichever process works for it: `GET /directory`, `GET /appointments/unmarked`, `GET
/// /no-shows/by-hour` and `GET /commands`. 400 says which parameter is wrong; 503 while the topics are still being read.
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
class LiveController {
    /// More than a person works through; `total` tells how many there are.
    static final int MOST_UNMARKED = 1_000;

    private static final Set<Scope> SCOPES = EnumSet.of(Scope.LOCATION, Scope.CALENDAR, Scope.USER);

    private final LiveQueries live;

    LiveController(LiveQueries live) {
        this.live = live;
    }

    @Get("/directory")
    DirectoryAnswer directory() {
        return new DirectoryAnswer(live.locations().get().values().stream()
                .sorted(Comparator.comparing(Location::locationId))
                .map(DirectoryAnswer::entry)
                .toList());
    }

    @Get(value = "/appointments/unmarked", produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    HttpResponse<?> unmarked(HttpRequest<?> request) {
        AnswerFormat format = AnswerFormat.of(request);
        Location location = live.location(CellRequest.locationId(request.getParameters()::get));
        ZoneId zone = location.timeZone();
        Instant now = live.clock().instant();
        LocalDate day = CellRequest.optionalDate("day", request.getParameters()::get)
                .orElseGet(() -> LocalDate.ofInstant(now, zone));
        live.requireCaughtUp();
        List<Visit> unmarked = live.visits().unmarked(day, location.locationId(), zone, now);
        // A file cannot say that it is not all, so it is.
        List<UnmarkedAnswer.Appointment> rows = unmarked.stream()
                .limit(format == AnswerFormat.CSV ? Long.MAX_VALUE : MOST_UNMARKED)
                .map(UnmarkedAnswer::appointment)
                .toList();
        return format.answer(
                new UnmarkedAnswer(
                        location.locationId(), zone.getId(), day.toString(), now.toString(), unmarked.size(), rows),
                UnmarkedAnswer.Appointment.class, rows, "unmarked-" + location.locationId() + "-" + day);
    }

    @Get(value = "/no-shows/by-hour", produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    HttpResponse<?> byHour(HttpRequest<?> request) {
        AnswerFormat format = AnswerFormat.of(request);
        CellRequest wanted = CellRequest.parse(request.getParameters()::get, SCOPES);
        ZoneId zone = live.location(wanted.locationId()).timeZone();
        live.requireCaughtUp();
        List<HoursAnswer.Hour> hours = live.visits()
                .byHour(wanted.from(), wanted.to(), wanted.locationId(), zone, within(wanted), live.clock().instant())
                .stream()
                .map(HoursAnswer::hour)
                .toList();
        HoursAnswer answer = new HoursAnswer(
                wanted.locationId(), zone.getId(), wanted.from().toString(), wanted.to().toString(),
                completeFrom(zone), hours);
        return format.answer(answer, HoursAnswer.Hour.class, hours, "no-shows-by-hour-" + wanted.name());
    }

    @Get("/commands")
    CommandsAnswer commands(HttpRequest<?> request) {
        String locationId = CellRequest.locationId(request.getParameters()::get);
        int limit = CellRequest.limit(request.getParameters()::get);
        live.requireCaughtUp();
        return new CommandsAnswer(
                locationId,
                live.rejected().of(locationId, limit).stream().map(CommandsAnswer::result).toList(),
                live.unresolved().of(locationId, limit).stream().map(CommandsAnswer::result).toList());
    }

    private static Predicate<Visit> within(CellRequest wanted) {
        return switch (wanted.scope()) {
            case CALENDAR -> visit -> wanted.id() == null || wanted.id().equals(visit.calendarId());
            case USER -> visit -> wanted.id() == null || wanted.id().equals(visit.userId());
            case LOCATION, CONTACT -> _ -> true;
        };
    }

    private String completeFrom(ZoneId zone) {
        Instant since = live.visits().since();
        LocalDate day = LocalDate.ofInstant(since, zone);
        return (day.atStartOfDay(zone).toInstant().isBefore(since) ? day.plusDays(1) : day).toString();
    }
}
