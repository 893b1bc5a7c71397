package dev.almanac.aggregate;

import dev.almanac.aggregate.NoShows.Figures;
import dev.almanac.calendar.AppointmentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a no-show cell is: how the appointments that start on its day turned out.
final class NoShowCell {
    private NoShowCell() {}

    /// The figures of these appointments, each in exactly one bucket. An open one has ended by `asOf` if its end (its
    /// start, where no end is known) is not after it.
    static Figures of(Collection<Booking> bookings, Instant asOf, Duration lateCancellationNotice) {
        Map<AppointmentStatus, Integer> counts = new EnumMap<>(AppointmentStatus.class);
        int late = 0;
        int unmarked = 0;
        for (Booking booking : bookings) {
            counts.merge(booking.status(), 1, Integer::sum);
            if (booking.status() == AppointmentStatus.CANCELLED && booking.late(lateCancellationNotice)) {
                late++;
            }
            if (booking.open() && booking.endedBy(asOf)) {
                unmarked++;
            }
        }
        int open = count(counts, AppointmentStatus.NEW) + count(counts, AppointmentStatus.CONFIRMED);
        return new Figures(
                count(counts, AppointmentStatus.SHOWED),
                count(counts, AppointmentStatus.NO_SHOW),
                count(counts, AppointmentStatus.CANCELLED),
                late,
                count(counts, AppointmentStatus.INVALID),
                open - unmarked,
                unmarked,
                count(counts, AppointmentStatus.UNKNOWN));
    }

    /// What to tell of one cell after its day was touched: nothing where nothing changed, and nothing of a cell that
    /// never held an appointment. One that lost its last is told with zeros, so that readers see it go.
    static Optional<NoShows> next(NoShows previous, CellKey key, TouchedDay touched) {
        List<Booking> bookings = touched.entriesOf(key, Booking.class).stream()
                .filter(booking -> startsOn(key.day(), booking, touched))
                .toList();
        if (previous == null && bookings.isEmpty()) {
            return Optional.empty();
        }
        Figures figures = of(bookings, touched.asOf(), touched.location().lateCancellationNotice());
        return isAsTold(previous, figures, touched.zone())
                ? Optional.empty()
                : Optional.of(new NoShows(key, touched.zone(), figures, touched.asOf(), Cell.revisionAfter(previous)));
    }

    private static boolean isAsTold(NoShows previous, Figures figures, ZoneId zone) {
        return previous != null && previous.figures().equals(figures) && previous.timeZone().equals(zone);
    }

    private static boolean startsOn(LocalDate day, Booking booking, TouchedDay touched) {
        return LocalDate.ofInstant(booking.start(), touched.zone()).equals(day);
    }

    private static int count(Map<AppointmentStatus, Integer> counts, AppointmentStatus status) {
        return counts.getOrDefault(status, 0);
    }
}
