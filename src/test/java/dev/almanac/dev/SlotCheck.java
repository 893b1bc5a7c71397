package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Optional;

/// The vendor's slot check: whether one slot of a calendar can be booked at a certain moment.
///
/// @param taken rows that take time and overlap the slot, without the one that is being moved
record SlotCheck(
        VendorCalendar calendar,
        ZoneId zone,
        Instant now,
        OffsetDateTime start,
        Instant end,
        Collection<StoredEvent> taken,
        Quirks quirks) {

    /// @param userId          who is to hold the booking; null: whoever is free
    /// @param ignoreDateRange waives notice and range, and with them the past
    /// @throws VendorError with the vendor's words if the slot cannot be booked
    void check(String userId, boolean ignoreDateRange) {
        boolean anyLength = calendar.type().equals("personal") && quirks.has(Quirk.ANY_LENGTH_ON_PERSONAL);
        if (!anyLength && !Duration.between(start.toInstant(), end).equals(calendar.slotDuration())) {
            throw VendorError.of(400, "Selected slot duration is not a valid duration option for this calendar");
        }
        boolean inRange = ignoreDateRange || isInRange();
        if (!inRange || !isOnGrid() || !isRecognised() || !isFree(userId)) {
            int status = quirks.has(Quirk.SLOT_CONFLICT_IS_422) ? 422 : 400;
            throw VendorError.of(status, "The slot you have selected is no longer available.");
        }
    }

    boolean isInRange() {
        Instant begin = start.toInstant();
        return !begin.isBefore(now.plus(calendar.minimumNotice())) && !begin.isAfter(now.plus(calendar.bookableFor()));
    }

    /// Within opening hours, and a whole number of intervals after opening.
    private boolean isOnGrid() {
        ZonedDateTime local = start.toInstant().atZone(zone);
        int minute = local.getHour() * 60 + local.getMinute();
        long minutes = Duration.between(start.toInstant(), end).toMinutes();
        return local.getSecond() == 0
                && calendar.hours().on(local.toLocalDate()).stream()
                        .anyMatch(hours -> minute >= hours.opens()
                                && minute + minutes <= hours.closes()
                                && (minute - hours.opens()) % calendar.slotInterval().toMinutes() == 0);
    }

    private boolean isRecognised() {
        return !quirks.has(Quirk.SLOT_KNOWN_BY_ITS_TEXT)
                || zone.getRules().getOffset(start.toInstant()).equals(start.getOffset());
    }

    private boolean isFree(String userId) {
        return userId == null && !calendar.team().isEmpty() ? freeMember().isPresent() : hasSeat(userId);
    }

    /// The first member of the team who could take it.
    Optional<String> freeMember() {
        return calendar.team().stream().filter(this::hasSeat).findFirst();
    }

    boolean hasSeat(String userId) {
        long here = 0;
        for (StoredEvent other : taken) {
            boolean sameCalendar = calendar.id().equals(other.calendarId());
            if (!other.isAppointment()) {
                if (sameCalendar || other.involves(userId)) {
                    return false;
                }
            } else if (sameCalendar && (calendar.isClass() || other.involves(userId))) {
                here++;
            } else if (!sameCalendar && other.involves(userId)) {
                return false;
            }
        }
        return here < calendar.seats();
    }
}
