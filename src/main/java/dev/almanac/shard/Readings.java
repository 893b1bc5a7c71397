package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which appointments are to be read by id, and when: those that a command has changed, and, apart from them, those that a
/// list has left in doubt, of which there may be very many. Each is read once at a time.
final class Readings {
    /// Between two attempts to read the same appointment.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Map<String, Instant> changed = new LinkedHashMap<>();
    private final Map<String, Doubt> doubts = new LinkedHashMap<>();
    private final Map<String, Optional<Doubt>> underWay = new HashMap<>();
    private final Map<String, Duration> waits = new HashMap<>();

    /// @param absentSince when the answer was asked for that lacked it; null if a list told it otherwise than it is known
    record Doubt(String id, Instant absentSince, Instant due) {
        private Doubt dueAt(Instant at) {
            return new Doubt(id, absentSince, at);
        }
    }

    /// A command has changed it.
    void want(String id) {
        doubts.remove(id);
        changed.put(id, Instant.MIN);
    }

    /// A list tells it otherwise than it is known.
    void doubt(String id) {
        addDoubt(new Doubt(id, null, Instant.MIN));
    }

    /// A list that was asked for then lacks it.
    void doubtPresence(String id, Instant begunAt) {
        if (!doubts.containsKey(id)) {
            addDoubt(new Doubt(id, begunAt, Instant.MIN));
        }
    }

    boolean isWanted(String id) {
        return changed.containsKey(id) || doubts.containsKey(id);
    }

    /// Whether one of these is to be read, or its answer is owed.
    boolean isAnyOpen(Predicate<String> ids) {
        return changed.keySet().stream().anyMatch(ids)
                || doubts.keySet().stream().anyMatch(ids)
                || underWay.keySet().stream().anyMatch(ids);
    }

    /// The next one that a command has changed; empty where none is due. Takes it: its answer is owed.
    Optional<String> next(Instant now) {
        Optional<String> next = changed.entrySet().stream()
                .filter(entry -> isDue(entry.getKey(), entry.getValue(), now))
                .map(Map.Entry::getKey)
                .findFirst();
        next.ifPresent(id -> {
            changed.remove(id);
            underWay.put(id, Optional.empty());
        });
        return next;
    }

    /// The next one that is in doubt, likewise.
    ///
    /// @param isSettled whether a doubt has been cleared up without a reading: such ones are dropped
    Optional<String> nextDoubt(Instant now, Predicate<Doubt> isSettled) {
        while (true) {
            Optional<Doubt> next = doubts.values().stream()
                    .filter(doubt -> isDue(doubt.id(), doubt.due(), now))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            doubts.remove(next.get().id());
            if (!isSettled.test(next.get())) {
                underWay.put(next.get().id(), next);
                return Optional.of(next.get().id());
            }
        }
    }

    /// An answer has come that settles it.
    void answered(String id) {
        underWay.remove(id);
        waits.remove(id);
    }

    /// Nothing was told. An appointment that cannot be read must not take the requests that others need, so the wait
    /// doubles with each time.
    void unanswered(String id, Instant now, Duration firstWait) {
        Duration wait = waits.getOrDefault(id, firstWait);
        Duration doubled = wait.multipliedBy(2);
        waits.put(id, doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT);
        postponed(id, now.plus(wait));
    }

    /// It was not asked, or not answered.
    void postponed(String id, Instant until) {
        underWay.remove(id).ifPresentOrElse(
                doubt -> addDoubt(doubt.dueAt(until)), () -> changed.putIfAbsent(id, until));
    }

    private void addDoubt(Doubt doubt) {
        if (!changed.containsKey(doubt.id())) {
            doubts.put(doubt.id(), doubt);
        }
    }

    private boolean isDue(String id, Instant due, Instant now) {
        return !due.isAfter(now) && !underWay.containsKey(id);
    }
}
