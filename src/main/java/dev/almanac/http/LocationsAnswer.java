package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.shard.LocationStatus;
import java.util.List;
import java.util.Optional;

/// The JSON of `GET /locations`: by id, those whose shards this process owns.
record LocationsAnswer(@JsonInclude List<Standing> locations) {
    /// How the work for one location stands.
    ///
    /// @param state        one of those of [LocationStatus.State]
    /// @param until        when that ends by itself, ISO 8601 in UTC; null where it does not, or nobody knows
    /// @param waiting      commands without a result
    /// @param inDoubt      of these the ones with a write of unknown fate
    /// @param requestsLeft that may be sent at once
    /// @param dayLimit     requests of a day, as the vendor tells it; null until it has
    /// @param dayLeft      of these left
    /// @param denied       what the vendor does not permit the token, while the rest goes on: `list_blocked_time` and the like
    /// @param nearSeenAt   no near window was fetched longer ago, ISO 8601 in UTC; null: some were never
    /// @param farSeenAt    the same of the far windows
    @JsonInclude
    record Standing(
            String locationId,
            String state,
            String until,
            int waiting,
            int inDoubt,
            int requestsLeft,
            Integer dayLimit,
            Integer dayLeft,
            @JsonInclude List<String> denied,
            String nearSeenAt,
            String farSeenAt) {}

    static Standing standing(LocationStatus status) {
        Optional<DayAllowance> day = Optional.ofNullable(status.day());
        return new Standing(
                status.locationId(),
                status.state().name(),
                text(status.until()),
                status.waiting(),
                status.inDoubt(),
                status.requestsLeft(),
                day.map(DayAllowance::limit).orElse(null),
                day.map(DayAllowance::remaining).orElse(null),
                status.denied().stream().map(Operation::word).toList(),
                text(status.nearSeenAt()),
                text(status.farSeenAt()));
    }

    private static String text(Object instant) {
        return instant == null ? null : instant.toString();
    }
}
