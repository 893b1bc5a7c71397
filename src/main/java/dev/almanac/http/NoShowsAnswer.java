package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.aggregate.NoShows;
import java.util.List;

/// The JSON of `GET /no-shows`: cells by day, then by id.
record NoShowsAnswer(@JsonInclude List<Cell> cells) {
    /// How the appointments of one scope and local day turned out.
    ///
    /// @param scope     `LOCATION`, `CALENDAR`, `USER` or `CONTACT`
    /// @param day       local day in `timeZone`, `yyyy-MM-dd`
    /// @param scheduled all of them: the sum of the counts without `lateCancelled`, which is part of `cancelled`
    /// @param rate      no-show ÷ (showed + no-show); null where nothing is marked. The bounds take every unmarked one as
    ///     showed, and as not showed
    /// @param asOf      the figures are as of this instant, ISO 8601 in UTC
    /// @param revision  one more each time the figures of this cell change
    @JsonInclude
    record Cell(
            String locationId,
            String scope,
            String id,
            String day,
            String timeZone,
            int scheduled,
            int showed,
            int noShow,
            int cancelled,
            int lateCancelled,
            int invalid,
            int upcoming,
            int unmarked,
            int unknown,
            Double rate,
            Double rateLowerBound,
            Double rateUpperBound,
            String asOf,
            long revision,
            int definitionVersion) {}

    static Cell cell(NoShows cell) {
        NoShows.Figures figures = cell.figures();
        return new Cell(
                cell.key().locationId(),
                cell.key().scope().name(),
                cell.key().scopeId(),
                cell.key().day().toString(),
                cell.timeZone().getId(),
                figures.scheduled(),
                figures.showed(),
                figures.noShow(),
                figures.cancelled(),
                figures.lateCancelled(),
                figures.invalid(),
                figures.upcoming(),
                figures.unmarked(),
                figures.unknown(),
                figures.rate(),
                figures.rateLowerBound(),
                figures.rateUpperBound(),
                cell.asOf().toString(),
                cell.revision(),
                NoShows.DEFINITION_VERSION);
    }
}
