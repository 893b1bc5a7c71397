package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/// Finds something to do in the simulated calendars: a free slot, or an appointment in a certain state.
final class Openings {
    private static final Duration AHEAD = Duration.ofDays(5);

    private final SimulatedCalendar calendar;
    private final Random random;

    Openings(SimulatedCalendar calendar, Random random) {
        this.calendar = calendar;
        this.random = random;
    }

    /// A slot that was free a moment ago, within the user's own hours.
    ///
    /// @param userId   null in calendars without a team
    /// @param startsAt as the API tells its slots
    record Opening(VendorLocation location, VendorCalendar calendar, String userId, String startsAt) {
        Instant start() {
            return OffsetDateTime.parse(startsAt).toInstant();
        }
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    VendorLocation location() {
        return oneOf(List.copyOf(calendar.locations()));
    }

    Optional<Opening> freeSlot() {
        VendorLocation location = location();
        VendorCalendar booked = oneOf(location.calendars());
        return freeSlot(location, booked, booked.team().isEmpty() ? null : oneOf(booked.team()));
    }

    Optional<Opening> freeSlot(VendorLocation location, VendorCalendar booked, String userId) {
        Instant now = calendar.time().instant();
        List<String> slots = calendar
                .freeSlots(location.id(), booked.id(), userId, now, now.plus(AHEAD), location.zone())
                .values().stream()
                .flatMap(List::stream)
                .filter(slot -> works(location, userId, OffsetDateTime.parse(slot)))
                .toList();
        return slots.isEmpty() ? Optional.empty() : Optional.of(new Opening(location, booked, userId, oneOf(slots)));
    }

    private static boolean works(VendorLocation location, String userId, OffsetDateTime slot) {
        int minute = slot.getHour() * 60 + slot.getMinute();
        return location.users().stream()
                .filter(user -> user.id().equals(userId))
                .allMatch(user -> user.hours().on(slot.toLocalDate()).stream()
                        .anyMatch(open -> minute >= open.opens() && minute < open.closes()));
    }

    /// Any row that fits, deleted ones and series aside.
    Optional<StoredEvent> row(Predicate<StoredEvent> wanted) {
        List<StoredEvent> rows = calendar.rows(location().id()).stream()
                .filter(row -> !row.deleted() && !row.isSeries() && wanted.test(row))
                .toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(oneOf(rows));
    }

    /// An appointment that is to be held.
    Optional<StoredEvent> upcoming() {
        return row(row -> row.isAppointment() && isOpen(row) && row.startsAt().isAfter(calendar.time().instant()));
    }

    /// An appointment that is over and that nobody has marked.
    Optional<StoredEvent> unmarked() {
        return row(row -> row.isAppointment() && isOpen(row) && row.endsAt().isBefore(calendar.time().instant()));
    }

    /// An appointment that somebody has marked as kept or missed.
    Optional<StoredEvent> marked() {
        return row(row -> "showed".equals(row.status()) || "noshow".equals(row.status()));
    }

    private static boolean isOpen(StoredEvent row) {
        return "confirmed".equals(row.status()) || "new".equals(row.status());
    }
}
