package dev.almanac.change;

import dev.almanac.calendar.ApiResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// When a location is asked for its calendars, and which it had. One owner; not thread-safe.
public final class Discovery {
    /// Calendars come and go seldom.
    private static final Duration EVERY = Duration.ofHours(1);
    /// After an answer that told nothing.
    private static final Duration RETRY = Duration.ofMinutes(1);

    private Instant dueAt = Instant.MIN;
    private Set<String> last = Set.of();
    private Set<String> before = Set.of();

    /// Whether they are to be asked for now.
    public boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    /// They are being asked for.
    public void begun(Instant now) {
        dueAt = now.plus(EVERY);
    }

    /// The answer has come. A token that may not list calendars is no fault: what is named in the settings is polled all the same.
    public void answered(ApiResult<?> result, Instant now) {
        switch (result) {
            case ApiResult.Ok(List<?> ids, _) -> {
                before = last;
                last = ids.stream().map(String.class::cast).collect(Collectors.toSet());
            }
            case ApiResult.Denied<?> denied when denied.isOfOneKind() -> {}
            case ApiResult.Refused<?> _, ApiResult.NotFound<?> _ -> {}
            case ApiResult.Ok<?> _, ApiResult.Denied<?> _, ApiResult.InDoubt<?> _, ApiResult.Throttled<?> _,
                    ApiResult.NotSent<?> _ ->
                dueAt = now.plus(RETRY);
        }
    }

    /// The ids that one of the last two answers told: a single one that is short drops none.
    public Set<String> calendars() {
        return Stream.of(last, before).flatMap(Set::stream).collect(Collectors.toSet());
    }
}
