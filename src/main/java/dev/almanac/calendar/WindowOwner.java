package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/// Whose events a window lists: the API takes exactly one calendar, user or group per request.
public record WindowOwner(Kind kind, String id) {
    /// The query parameter that names it.
    public enum Kind {
        CALENDAR,
        USER,
        GROUP
    }

    public WindowOwner {
        requireNonNull(kind, "kind");
        requireNonNull(id, "id");
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + id;
    }
}
