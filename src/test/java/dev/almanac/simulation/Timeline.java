package dev.almanac.simulation;

import dev.almanac.dev.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// What is to happen and when, one thing after the other. Time stands still while something happens and jumps to the
/// next.
final class Timeline {
    private final ManualTime clock;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private long order;

    private record Event(Instant at, long order, Runnable action) {}

    Timeline(Instant start) {
        this.clock = new ManualTime(start);
    }

    ManualTime clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    void in(Duration delay, Runnable action) {
        at(now().plus(delay), action);
    }

    /// What should have happened before now happens now.
    void at(Instant moment, Runnable action) {
        events.add(new Event(moment, order++, action));
    }

    void runUntil(Instant end) {
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event next = events.remove();
            if (next.at().isAfter(now())) {
                clock.advance(Duration.between(now(), next.at()));
            }
            next.action().run();
        }
        clock.advance(Duration.between(now(), end));
    }
}
