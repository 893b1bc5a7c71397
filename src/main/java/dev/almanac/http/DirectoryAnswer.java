package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.location.Location;
import java.util.List;

/// The JSON of `GET /directory`: every location that is configured, by id, whichever process works for it.
record DirectoryAnswer(@JsonInclude List<Entry> locations) {
    /// @param timeZone  in which its days and hours are counted
    /// @param calendars watched by name of the locations file, like `users` and `groups`; others may be found and watched, too
    @JsonInclude
    record Entry(String locationId, String timeZone, List<String> calendars, List<String> users, List<String> groups) {}

    static Entry entry(Location location) {
        return new Entry(
                location.locationId(),
                location.timeZone().getId(),
                location.calendars().keySet().stream().sorted().toList(),
                location.users().keySet().stream().sorted().toList(),
                location.groups().stream().sorted().toList());
    }
}
