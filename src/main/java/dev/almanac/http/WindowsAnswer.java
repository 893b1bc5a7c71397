package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.change.PolledWindow;
import dev.almanac.shard.LocationStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The JSON of `GET /locations/{locationId}/windows`: everything that is polled for it.
record WindowsAnswer(String locationId, @JsonInclude List<Window> windows) {
    /// One of the polled windows.
    ///
    /// @param kind    `calendar`, `user` or `group`
    /// @param content `appointments` or `blocked_time`
    /// @param reach   `near` or `far`
    /// @param seenAt  what is known of it was true then or later, ISO 8601 in UTC; null: it was not fetched yet
    /// @param intervalSeconds in which it is fetched at present
    @JsonInclude
    record Window(String kind, String id, String content, String reach, String seenAt, long intervalSeconds) {}

    static WindowsAnswer of(LocationStatus status) {
        return new WindowsAnswer(
                status.locationId(),
                status.windows().stream()
                        .map(WindowsAnswer::window)
                        .sorted(Comparator.comparing(Window::kind)
                                .thenComparing(Window::id)
                                .thenComparing(Window::content)
                                .thenComparing(Window::reach))
                        .toList());
    }

    private static Window window(PolledWindow window) {
        return new Window(
                word(window.poll().owner().kind()),
                window.poll().owner().id(),
                word(window.poll().content()),
                word(window.poll().reach()),
                window.seenAt() == null ? null : window.seenAt().toString(),
                window.interval().toSeconds());
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
