package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.WindowOwner;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Series that a command has changed, until lists, which alone tell their meetings, have shown what came of it.
final class SeriesWatch {
    private final Map<String, Watched> series = new HashMap<>();

    /// @param listed whether a list that reaches far enough has been taken in since
    private record Watched(Appointment seen, Instant since, boolean listed) {}

    /// A list that is asked for from now on will tell.
    void begin(Appointment seen, Instant now) {
        series.put(seen.id(), new Watched(seen, now, false));
    }

    boolean isWatched(String id) {
        return series.containsKey(id);
    }

    /// A far window has been taken in.
    void listed(WindowOwner owner, Instant begunAt) {
        series.replaceAll((_, watched) -> watched.listed() || begunAt.isBefore(watched.since()) || !watched.seen().isOf(owner)
                ? watched
                : new Watched(watched.seen(), watched.since(), true));
    }

    /// Those of which all has been seen: listed, and no meeting in doubt any more. Ends with them.
    ///
    /// @param isAnyOpen whether one of these appointments is still to be read
    List<String> drainSeen(Predicate<Predicate<String>> isAnyOpen) {
        List<String> seen = series.values().stream()
                .filter(Watched::listed)
                .map(watched -> watched.seen().id())
                .filter(id -> !isAnyOpen.test(each -> InstanceId.seriesOf(each).equals(id)))
                .toList();
        seen.forEach(series::remove);
        return seen;
    }
}
