package dev.almanac.change;

import dev.almanac.calendar.WindowOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Which doubts about an appointment have been put to a reading by id, so that a list which goes on telling something
/// else than a reading does not cost a reading each time it is polled: the same doubt is raised again only after a
/// wait that doubles. Never given up: it may be the reading that lagged behind.
final class Questions {
    /// Room for an answer, and for a lagging reading to catch up.
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    /// What a list that never agrees may cost: a reading per hour.
    static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Map<String, Map<WindowOwner, Question>> asked = new HashMap<>();

    private record Question(int about, Instant askAgainAt, Duration waited) {}

    /// Whether this doubt is to be put to a reading now; counts as asked if so.
    ///
    /// @param owner whose list raised it: each of them may tell an appointment in its own way
    /// @param about what that list told
    boolean isWorthAsking(String id, WindowOwner owner, int about, Instant now) {
        Question last = asked.getOrDefault(id, Map.of()).get(owner);
        boolean same = last != null && last.about() == about;
        if (same && now.isBefore(last.askAgainAt())) {
            return false;
        }
        Duration doubled = same ? last.waited().multipliedBy(2) : FIRST_WAIT;
        Duration wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
        asked.computeIfAbsent(id, _ -> new HashMap<>()).put(owner, new Question(about, now.plus(wait), wait));
        return true;
    }

    /// A list of this owner agrees with what is known.
    void agreed(String id, WindowOwner owner) {
        asked.computeIfPresent(id, (_, questions) -> {
            questions.remove(owner);
            return questions.isEmpty() ? null : questions;
        });
    }

    /// What was known has changed, or an answer could not be believed: every doubt is a new one.
    void forget(String id) {
        asked.remove(id);
    }
}
