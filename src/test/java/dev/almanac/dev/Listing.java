package dev.almanac.dev;

import java.time.Instant;

/// What a list operation asks for.
///
/// @param blocked    blocked time instead of events
/// @param calendarId null: of any; which of the three ids are combined is undocumented, here all given ones must match
/// @param asOf       tells the rows as they were then; null: as they are
public record Listing(
        String locationId,
        boolean blocked,
        String calendarId,
        String userId,
        String groupId,
        Instant from,
        Instant to,
        Instant asOf) {

    /// The events of one calendar.
    public static Listing ofCalendar(String locationId, String calendarId, Instant from, Instant to) {
        return new Listing(locationId, false, calendarId, null, null, from, to, null);
    }

    /// The events of one user.
    public static Listing ofUser(String locationId, String userId, Instant from, Instant to) {
        return new Listing(locationId, false, null, userId, null, from, to, null);
    }

    public Listing ofBlockedTime() {
        return new Listing(locationId, true, calendarId, userId, groupId, from, to, asOf);
    }

    public Listing asOf(Instant instant) {
        return new Listing(locationId, blocked, calendarId, userId, groupId, from, to, instant);
    }

    boolean wants(StoredEvent row, VendorLocation location, Quirks quirks) {
        boolean wantedKind = row.isAppointment() != blocked
                || !row.isAppointment() && quirks.has(Quirk.BLOCKS_AMONG_EVENTS);
        return wantedKind
                && row.overlaps(from, to)
                && (!row.deleted() || quirks.has(Quirk.DELETED_ROWS_IN_LISTS))
                && (calendarId == null || calendarId.equals(row.calendarId()))
                && (userId == null || userId.equals(row.userId())
                        || quirks.has(Quirk.LISTS_BY_SECONDARY_USER) && row.users().contains(userId))
                && (groupId == null || groupId.equals(groupOf(row, location)));
    }

    static String groupOf(StoredEvent row, VendorLocation location) {
        return location.calendar(row.calendarId()).map(VendorCalendar::groupId).orElse(null);
    }
}
