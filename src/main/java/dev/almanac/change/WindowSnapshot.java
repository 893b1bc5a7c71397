package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import java.time.Instant;
import java.util.List;

/// One whole and valid answer to "what is in this window of this owner". Built from nothing less: what is absent from it was
/// absent from the calendar at some instant between `begunAt` and `fetchedAt`, as far as the API can be believed.
public record WindowSnapshot<T>(WindowOwner owner, Window window, Instant begunAt, Instant fetchedAt, List<T> entries) {
    public WindowSnapshot {
        requireNonNull(owner, "owner");
        requireNonNull(window, "window");
        requireNonNull(begunAt, "begunAt");
        requireNonNull(fetchedAt, "fetchedAt");
        entries = List.copyOf(entries);
    }

    /// When it was taken.
    public Look look() {
        return new Look(begunAt, fetchedAt);
    }

    /// Some of the entries, of which alone nothing follows about what is absent.
    ///
    /// @param to excluded
    public WindowSnapshot<T> part(int from, int to) {
        return new WindowSnapshot<>(owner, window, begunAt, fetchedAt, entries.subList(from, to));
    }
}
