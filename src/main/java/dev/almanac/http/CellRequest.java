package dev.almanac.http;

import dev.almanac.aggregate.CellKey.Scope;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The query parameters of a request for cells, checked.
///
/// @param id   null: every id of the scope; never for a contact
/// @param to   included
record CellRequest(String locationId, Scope scope, String id, LocalDate from, LocalDate to) {
    /// A year, leap day included: what a chart shows at most.
    static final int MAX_DAYS = 366;

    /// Reads `locationId`, `scope` (default `location`), `id` (default: all), `from` and `to`.
    ///
    /// @param parameter the text of a parameter by its name, or null
    /// @throws HttpStatusException 400 with a message that says what is allowed
    static CellRequest parse(Function<String, String> parameter, Collection<Scope> scopes) {
        LocalDate from = date("from", parameter);
        LocalDate to = date("to", parameter);
        if (to.isBefore(from)) {
            throw bad("to must not be before from");
        }
        if (ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
            throw bad("from and to, both included, may span at most " + MAX_DAYS + " days");
        }
        String locationId = locationId(parameter);
        Scope scope = scope(parameter, scopes);
        String id = text("id", parameter).orElse(null);
        if (scope == Scope.CONTACT && id == null) {
            throw bad("id is required with scope contact, because a location has too many of them");
        }
        return new CellRequest(locationId, scope, id, from, to);
    }

    /// The parameter that every request about a location has.
    static String locationId(Function<String, String> parameter) {
        return text("locationId", parameter).orElseThrow(() -> bad("locationId is required: the id of a location"));
    }

    /// How many of the last ones are wanted; all that are kept where it is not said.
    static int limit(Function<String, String> parameter) {
        try {
            int limit = text("limit", parameter).map(Integer::parseInt).orElse(Integer.MAX_VALUE);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException unreadable) {
            // told below
        }
        throw bad("limit must be a positive number");
    }

    /// A date that need not be given.
    static Optional<LocalDate> optionalDate(String name, Function<String, String> parameter) {
        try {
            return text(name, parameter).map(LocalDate::parse);
        } catch (DateTimeParseException unreadable) {
            throw bad(name + " must be a date such as 2026-03-01");
        }
    }

    /// What a file of the answer is called.
    String name() {
        return locationId + "-" + scope.name().toLowerCase(Locale.ROOT) + "-" + from + "-" + to;
    }

    static HttpStatusException bad(String message) {
        return new HttpStatusException(HttpStatus.BAD_REQUEST, message);
    }

    private static Scope scope(Function<String, String> parameter, Collection<Scope> scopes) {
        String text = text("scope", parameter).orElse("location");
        return scopes.stream()
                .filter(scope -> scope.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> bad("scope must be one of " + names(scopes)));
    }

    private static String names(Collection<Scope> scopes) {
        return scopes.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static LocalDate date(String name, Function<String, String> parameter) {
        String rule = name + " is required: a date such as 2026-03-01";
        try {
            return text(name, parameter).map(LocalDate::parse).orElseThrow(() -> bad(rule));
        } catch (DateTimeParseException unreadable) {
            throw bad(rule);
        }
    }

    private static Optional<String> text(String name, Function<String, String> parameter) {
        return Optional.ofNullable(parameter.apply(name)).filter(text -> !text.isBlank());
    }
}
