package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.Utilization.Figures;
import dev.almanac.calendar.AppointmentStatus;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a utilization cell is: how much of the hours of one day is booked, for a user, a calendar, or all users of a
/// location together.
final class UtilizationCell {
    private UtilizationCell() {}

    /// The figures of one cell.
    ///
    /// @param entries all that touch the cell's day in its location; those of other users and calendars are left out
    ///                here
    static Figures of(CellKey key, Location location, Collection<? extends Entry> entries) {
        LocalDate day = key.day();
        String id = key.scopeId();
        return switch (key.scope()) {
            case USER ->
                of(location.hoursOfUser(id), day, location, where(entries, entry -> id.equals(entry.userId())));
            case CALENDAR ->
                of(location.hoursOfCalendar(id), day, location, where(entries, entry -> id.equals(entry.calendarId())));
            case LOCATION -> ofLocation(day, location, entries);
            case CONTACT -> throw new IllegalArgumentException("a contact has no utilization: " + key);
        };
    }

    /// The sum over the watched users, idle ones included; where the location names none, over those seen on that day.
    private static Figures ofLocation(LocalDate day, Location location, Collection<? extends Entry> entries) {
        Set<String> users = location.users().keySet();
        if (users.isEmpty()) {
            users = entries.stream().map(Entry::userId).filter(Objects::nonNull).collect(Collectors.toSet());
        }
        return users.stream()
                .map(user -> of(new CellKey(location.locationId(), Scope.USER, user, day), location, entries))
                .reduce(UtilizationCell::sum)
                .orElse(new Figures(null, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0));
    }

    private static Figures of(OpeningHours hours, LocalDate localDay, Location location, List<Entry> entries) {
        Intervals day = LocalDays.of(localDay, location.timeZone());
        Intervals blocked = Intervals.union(within(day, only(Block.class, entries)));
        Duration available = null;
        if (hours != null) {
            Intervals open = LocalDays.opening(hours, localDay, location.timeZone());
            available = open.minus(blocked).length();
            blocked = blocked.intersect(open);
        }
        List<Booking> bookings = only(Booking.class, entries);
        List<Intervals> booked = within(day, bookings);
        return new Figures(
                available,
                blocked.length(),
                Intervals.union(booked).length(),
                booked.stream().map(Intervals::length).reduce(Duration.ZERO, Duration::plus),
                Intervals.union(within(day, noShows(bookings))).length(),
                booked.size());
    }

    /// What to tell of one cell after its day was touched: nothing where nothing changed, and nothing of a cell whose
    /// entries never took up any time.
    static Optional<Utilization> next(Utilization previous, CellKey key, TouchedDay touched) {
        if (key.scope() == Scope.CONTACT || previous == null && !anyTime(key, touched)) {
            return Optional.empty();
        }
        Figures figures = of(key, touched.location(), touched.entries());
        return isAsTold(previous, figures, touched.zone())
                ? Optional.empty()
                : Optional.of(new Utilization(key, touched.zone(), figures, touched.asOf(), Cell.revisionAfter(previous)));
    }

    private static boolean isAsTold(Utilization previous, Figures figures, ZoneId zone) {
        return previous != null && previous.figures().equals(figures) && previous.timeZone().equals(zone);
    }

    private static boolean anyTime(CellKey key, TouchedDay touched) {
        return !within(LocalDays.of(key.day(), touched.zone()), touched.entriesOf(key, Entry.class)).isEmpty();
    }

    private static List<Entry> where(Collection<? extends Entry> entries, Predicate<Entry> which) {
        return entries.stream().filter(which).map(Entry.class::cast).toList();
    }

    private static <E extends Entry> List<E> only(Class<E> kind, List<Entry> entries) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static List<Booking> noShows(List<Booking> bookings) {
        return bookings.stream()
                .filter(booking -> booking.status() == AppointmentStatus.NO_SHOW)
                .toList();
    }

    /// The parts within the day; what has no part in it is left out.
    private static List<Intervals> within(Intervals day, List<? extends Entry> entries) {
        return entries.stream()
                .map(entry -> day.intersect(entry.time()))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// Unknown hours of one make the sum of hours unknown: a partial sum would flatter the ratio.
    private static Figures sum(Figures a, Figures b) {
        return new Figures(
                a.available() == null || b.available() == null ? null : a.available().plus(b.available()),
                a.blocked().plus(b.blocked()),
                a.booked().plus(b.booked()),
                a.bookedSum().plus(b.bookedSum()),
                a.noShow().plus(b.noShow()),
                a.appointments() + b.appointments());
    }
}
