package dev.almanac.shard;

import dev.almanac.change.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which appointments are to be read by id, and when: those that a command has changed, and, apart from them, those that a
/// list has left in doubt, of which there may be very many. Each is read once at a time.
final class Readings {
    /// Between two attempts to read the same appointment.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Map<String, Instant> changed = new LinkedHashMap<>();
    /// What a near window has left goes before the rest, which may be years of appointments.
    private final Map<Poll.Reach, Map<String, Doubt>> doubts = new EnumMap<>(Poll.Reach.class);
    private final Map<String, Optional<Doubt>> underWay = new HashMap<>();
    private final Map<String, Duration> waits = new HashMap<>();

    Readings() {
        for (Poll.Reach reach : Poll.Reach.values()) {
            doubts.put(reach, new LinkedHashMap<>());
        }
    }

    /// @param absentSince when the last answer was asked for that lacked it; null if a list told it otherwise than it is known
    /// @param from        the window that has left it
    record Doubt(String id, Instant absentSince, Poll.Reach from, Instant due) {
        private Doubt dueAt(Instant at) {
            return new Doubt(id, absentSince, from, at);
        }

        private Doubt of(Poll.Reach reach) {
            return new Doubt(id, absentSince, reach, due);
        }
    }

    /// A command has changed it.
    void want(String id) {
        doubts.values().forEach(each -> each.remove(id));
        changed.put(id, Instant.MIN);
    }

    /// A list tells it otherwise than it is known.
    void doubt(String id, Poll.Reach from) {
        put(new Doubt(id, null, from, known(id).map(Doubt::due).orElse(Instant.MIN)));
    }

    /// A list that was asked for then lacks it.
    void doubtPresence(String id, Instant begunAt, Poll.Reach from) {
        Optional<Doubt> known = known(id);
        Instant absentSince = known.isPresent() && known.get().absentSince() == null ? null : begunAt;
        put(new Doubt(id, absentSince, from, known.map(Doubt::due).orElse(Instant.MIN)));
    }

    /// Whether what a command did is still to be read.
    boolean isWanted(String id) {
        return changed.containsKey(id);
    }

    /// Whether one of these is to be read, or its answer is owed.
    boolean isAnyOpen(Predicate<String> ids) {
        Stream<String> doubtful = doubts.values().stream().flatMap(each -> each.keySet().stream());
        return Stream.of(changed.keySet().stream(), doubtful, underWay.keySet().stream())
                .flatMap(each -> each)
                .anyMatch(ids);
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
                    .flatMap(each -> each.values().stream())
                    .filter(doubt -> isDue(doubt.id(), doubt.due(), now))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            Doubt doubt = next.get();
            doubts.get(doubt.from()).remove(doubt.id());
            if (!isSettled.test(doubt)) {
                underWay.put(doubt.id(), next);
                return Optional.of(doubt.id());
            }
            waits.remove(doubt.id());
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

    /// It was not asked, or not answered. What a list has told meanwhile counts.
    void postponed(String id, Instant until) {
        underWay.remove(id).ifPresentOrElse(
                doubt -> put(known(id).orElse(doubt).dueAt(until)), () -> changed.putIfAbsent(id, until));
    }

    private Optional<Doubt> known(String id) {
        return doubts.values().stream().map(each -> each.get(id)).filter(each -> each != null).findFirst();
    }

    /// In the place of the one before, unless that was left by a far window and this one by a near.
    private void put(Doubt doubt) {
        if (changed.containsKey(doubt.id())) {
            return;
        }
        if (doubt.from() == Poll.Reach.NEAR) {
            doubts.get(Poll.Reach.FAR).remove(doubt.id());
        }
        boolean isNear = doubts.get(Poll.Reach.NEAR).containsKey(doubt.id());
        Doubt placed = isNear ? doubt.of(Poll.Reach.NEAR) : doubt;
        doubts.get(placed.from()).put(placed.id(), placed);
    }

    private boolean isDue(String id, Instant due, Instant now) {
        return !due.isAfter(now) && !underWay.containsKey(id);
    }
}
