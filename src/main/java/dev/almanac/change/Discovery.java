package dev.almanac.change;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/// When a location is asked for its calendars, and which it had. One owner; not thread-safe.
public final class Discovery {
    /// Calendars come and go seldom.
    private static final Duration EVERY = Duration.ofHours(1);
    /// After an answer that told nothing.
    private static final Duration RETRY = Duration.ofMinutes(1);

    private Instant dueAt = Instant.MIN;
    private Set<String> calendars = Set.of();

    /// Whether they are to be asked for now.
    public boolean isDue(Instant now) {
        return !now.isBefore(dueAt);
    }

    /// They are being asked for.
    public void begun(Instant now) {
        dueAt = now.plus(EVERY);
    }

    public void found(Collection<String> ids) {
        calendars = Set.copyOf(ids);
    }

    /// The answer told nothing, and another one may.
    public void unanswered(Instant now) {
        dueAt = now.plus(RETRY);
    }

    /// The ids that the last answer told; none before there was one.
    public Set<String> calendars() {
        return calendars;
    }
}
