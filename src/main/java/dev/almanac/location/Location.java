package dev.almanac.location;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A HighLevel location (sub-account) that Almanac serves.
///
/// @param timeZone               the zone in which its local days are counted
/// @param credential             name of its access token; never the token
/// @param calendars              watched calendars by id, each with its own hours if it has some
/// @param seats                  how many bookings a slot takes for one user, by calendar id; only where it is known
/// @param users                  watched users by id, each with own hours if they differ from the location's
/// @param groups                 watched calendar groups
/// @param openingHours           null: unknown
/// @param lateCancellationNotice a cancellation less than this before the start counts as late
public record Location(
        String locationId,
        ZoneId timeZone,
        String credential,
        Map<String, Optional<OpeningHours>> calendars,
        Map<String, Integer> seats,
        Map<String, Optional<OpeningHours>> users,
        List<String> groups,
        OpeningHours openingHours,
        PollSettings polling,
        Duration lateCancellationNotice) {

    /// Front desks commonly ask for a day's notice.
    public static final Duration DEFAULT_LATE_CANCELLATION_NOTICE = Duration.ofHours(24);

    public Location {
        requireNonNull(locationId, "locationId");
        requireNonNull(timeZone, "timeZone");
        requireNonNull(credential, "credential");
        calendars = Map.copyOf(calendars);
        seats = Map.copyOf(seats);
        users = Map.copyOf(users);
        groups = List.copyOf(groups);
        requireNonNull(polling, "polling");
        requireNonNull(lateCancellationNotice, "lateCancellationNotice");
    }

    /// Whether the vendor's slot check lets a user have one booking of a calendar at a time; false where that is not
    /// known.
    public boolean hasOneSeat(String calendarId) {
        return seats.getOrDefault(calendarId, 0) == 1;
    }

    /// The hours of a user: own ones, else the location's; null where neither is known.
    public OpeningHours hoursOfUser(String userId) {
        return users.getOrDefault(userId, Optional.empty()).orElse(openingHours);
    }

    /// The hours of a calendar, only where they were given for it; else null.
    public OpeningHours hoursOfCalendar(String calendarId) {
        return calendars.getOrDefault(calendarId, Optional.empty()).orElse(null);
    }
}
