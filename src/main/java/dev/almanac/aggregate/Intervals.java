package dev.almanac.aggregate;

import dev.almanac.calendar.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A set of instants, kept as windows in order that neither overlap nor touch: a minute that is covered twice is there
/// once. Each window includes its start and excludes its end.
record Intervals(List<Window> windows) {
    static final Intervals NONE = new Intervals(List.of());

    Intervals {
        windows = List.copyOf(windows);
    }

    /// From inclusive to exclusive; none where that is no time at all.
    static Intervals between(Instant from, Instant to) {
        return from.isBefore(to) ? new Intervals(List.of(new Window(from, to))) : NONE;
    }

    /// Everything that at least one of these covers.
    static Intervals union(Collection<Intervals> parts) {
        List<Window> sorted = parts.stream()
                .flatMap(part -> part.windows.stream())
                .sorted(Comparator.comparing(Window::from))
                .toList();
        List<Window> merged = new ArrayList<>();
        for (Window next : sorted) {
            Window last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || last.to().isBefore(next.from())) {
                merged.add(next);
            } else if (last.to().isBefore(next.to())) {
                merged.set(merged.size() - 1, new Window(last.from(), next.to()));
            }
        }
        return new Intervals(merged);
    }

    /// What both cover.
    Intervals intersect(Intervals other) {
        List<Window> common = new ArrayList<>();
        for (Window mine : windows) {
            for (Window theirs : other.windows) {
                common.addAll(between(later(mine.from(), theirs.from()), earlier(mine.to(), theirs.to())).windows);
            }
        }
        return new Intervals(common);
    }

    /// What this covers and the other does not.
    Intervals minus(Intervals other) {
        List<Window> left = new ArrayList<>();
        for (Window mine : windows) {
            Instant from = mine.from();
            for (Window theirs : other.windows) {
                left.addAll(between(from, earlier(mine.to(), theirs.from())).windows);
                from = later(from, theirs.to());
            }
            left.addAll(between(from, mine.to()).windows);
        }
        return new Intervals(left);
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    Duration length() {
        return windows.stream()
                .map(window -> Duration.between(window.from(), window.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
