package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which appointments are to be read by id, and when. Each is read once at a time.
final class Readings {
    /// Between two attempts to read the same appointment.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final LinkedHashMap<String, Instant> due = new LinkedHashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Duration> waits = new HashMap<>();

    /// Something is known to have changed.
    void want(String id) {
        due.put(id, Instant.MIN);
    }

    /// Something is in doubt, which a reading that is planned anyway will tell.
    void wantUnlessPlanned(String id) {
        due.putIfAbsent(id, Instant.MIN);
    }

    boolean isWanted(String id) {
        return due.containsKey(id);
    }

    /// The next one to be read; empty where none is due. Takes it: its answer is owed.
    Optional<String> next(Instant now) {
        Optional<String> next = due.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now) && !underWay.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .findFirst();
        next.ifPresent(id -> {
            due.remove(id);
            underWay.add(id);
        });
        return next;
    }

    /// An answer has come that settles it.
    void answered(String id) {
        underWay.remove(id);
        waits.remove(id);
    }

    /// Nothing was told. An appointment that cannot be read must not take the requests that others need, so the wait
    /// doubles with each time.
    void unanswered(String id, Instant now, Duration firstWait) {
        underWay.remove(id);
        Duration wait = waits.getOrDefault(id, firstWait);
        Duration doubled = wait.multipliedBy(2);
        waits.put(id, doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT);
        due.put(id, now.plus(wait));
    }

    /// It was not asked, for a reason that has nothing to do with it.
    void postponed(String id, Instant until) {
        underWay.remove(id);
        due.putIfAbsent(id, until);
    }
}
