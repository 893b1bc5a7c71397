package dev.almanac.shard;

import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.WindowOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Series that a command has changed, until lists, which alone tell their meetings, have shown what came of it.
final class SeriesWatch {
    /// Lists that have not come by then, because they always fail or are not asked for any more, are not waited for.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<String, Watched> series = new HashMap<>();

    /// @param unlisted whose far windows have not been taken in since
    private record Watched(Instant since, Set<WindowOwner> unlisted) {}

    /// Lists of these owners that are asked for from now on will tell.
    void begin(String id, Set<WindowOwner> owners, Instant now) {
        if (!owners.isEmpty()) {
            series.put(id, new Watched(now, new HashSet<>(owners)));
        }
    }

    boolean isWatched(String id) {
        return series.containsKey(id);
    }

    /// A far window has been taken in, or is refused.
    void listed(WindowOwner owner, Instant begunAt) {
        series.values().stream()
                .filter(watched -> !begunAt.isBefore(watched.since()))
                .forEach(watched -> watched.unlisted().remove(owner));
    }

    /// Those of which all has been seen: listed, and no meeting in doubt any more. Ends with them.
    ///
    /// @param isAnyOpen whether one of these appointments is still to be read
    List<String> drainSeen(Predicate<Predicate<String>> isAnyOpen, Instant now) {
        List<String> seen = series.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().since().plus(LONGEST))
                        || entry.getValue().unlisted().isEmpty() && !isAnyOpen.test(isMeetingOf(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        seen.forEach(series::remove);
        return seen;
    }

    private static Predicate<String> isMeetingOf(String id) {
        return each -> InstanceId.seriesOf(each).equals(id);
    }
}
