package dev.almanac.aggregate;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What [FigureBug]s do in the place of production methods, of other packages too.
public final class WrongFigures {
    private WrongFigures() {}

    static boolean lateAtTheNoticeItself(Booking booking, Duration notice) {
        return !booking.start().minus(notice).isAfter(booking.statusSince());
    }

    static boolean notLateAfterTheStart(Booking booking, Duration notice) {
        return booking.start().minus(notice).isBefore(booking.statusSince())
                && booking.statusSince().isBefore(booking.start());
    }

    static boolean overAMomentLater(Booking booking, Instant asOf) {
        return booking.end().isBefore(asOf);
    }

    static boolean overOnceBegun(Booking booking, Instant asOf) {
        return !booking.start().isAfter(asOf);
    }

    static Intervals heldThoughCancelled(Booking booking) {
        return Intervals.between(booking.start(), booking.end());
    }

    static Optional<Booking> countedThoughRemoved(AppointmentRow row) {
        Appointment it = row.appointment();
        return it.startTime() == null
                ? Optional.empty()
                : Optional.of(new Booking(
                        it.id(), it.locationId(), it.calendarId(), it.assignedUserId(), it.contactId(), it.knownStatus(),
                        row.statusSince(), it.startTime().toInstant(),
                        it.endTime() == null ? null : it.endTime().toInstant()));
    }

    static Optional<Block> blockedThoughRemoved(BlockedTimeRow row) {
        BlockedTime it = row.blockedTime();
        return it.startTime() == null || it.endTime() == null || !it.startTime().isBefore(it.endTime())
                ? Optional.empty()
                : Optional.of(new Block(
                        it.id(), it.locationId(), it.calendarId(), it.assignedUserId(), it.startTime().toInstant(),
                        it.endTime().toInstant()));
    }

    static Intervals addedUp(Collection<Intervals> parts) {
        return new Intervals(parts.stream().flatMap(part -> part.windows().stream()).toList());
    }

    static Duration wholeMinutes(Intervals time) {
        return Duration.ofMinutes(time.windows().stream()
                .mapToLong(window -> Duration.between(window.from(), window.to()).toMinutes())
                .sum());
    }

    static Intervals blocksOverlooked(Intervals open, Intervals blocked) {
        return open;
    }

    static boolean startsByUtc(LocalDate day, Booking booking, TouchedDay touched) {
        return LocalDate.ofInstant(booking.start(), ZoneOffset.UTC).equals(day);
    }

    static Intervals a24HourDay(LocalDate day, ZoneId zone) {
        Instant start = day.atStartOfDay(zone).toInstant();
        return Intervals.between(start, start.plus(Duration.ofDays(1)));
    }

    static Instant minutesSinceMidnight(int minutes, LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().plus(Duration.ofMinutes(minutes));
    }

    public static List<OpeningInterval> ordinaryWeek(OpeningHours hours, LocalDate date) {
        return hours.weekly().getOrDefault(date.getDayOfWeek(), List.of());
    }

    public static OpeningHours hoursOfTheLocation(Location location, String user) {
        return location.openingHours();
    }

    public static Map<String, Optional<OpeningHours>> nobodyIdle(Location location) {
        return Map.of();
    }

    static List<LocalDate> dayOfTheStart(Instant start, Instant end, ZoneId zone) {
        return List.of(LocalDate.ofInstant(start, zone));
    }

    static List<Kept> nothingEnds(EntryStores stores, Instant now) {
        return List.of();
    }

    static boolean always(Rebucketing state, LocalDate day) {
        return true;
    }

    static Rebucketing allTold(String text) {
        return Rebucketing.toldUpTo(LocalDate.of(9999, 12, 30));
    }

    static int withLateOnesTwice(NoShows.Figures it) {
        return it.showed() + it.noShow() + it.cancelled() + it.lateCancelled() + it.invalid() + it.upcoming() + it.unmarked()
                + it.unknown();
    }

    static boolean openWhateverTheStatus(Booking booking) {
        return true;
    }

    static List<Booking> everyBooking(List<Booking> bookings) {
        return bookings;
    }

    static long theSameNumber(Cell previous) {
        return previous == null ? 1 : previous.revision();
    }

    static long fiveAfterThree(Cell previous) {
        return previous == null ? 1 : previous.revision() + (previous.revision() == 3 ? 2 : 1);
    }

    static boolean neverTold(NoShows previous, NoShows.Figures figures, ZoneId zone) {
        return false;
    }

    static boolean neverTold(Utilization previous, Utilization.Figures figures, ZoneId zone) {
        return false;
    }

    static List<LocalDate> twoDaysAtMost(Instant start, Instant end, ZoneId zone) {
        LocalDate first = LocalDate.ofInstant(start, zone);
        LocalDate last = start.isBefore(end) ? LocalDate.ofInstant(end.minusNanos(1), zone) : first;
        if (last.isAfter(first.plusDays(1))) {
            throw new Planted();
        }
        return first.datesUntil(last.plusDays(1)).toList();
    }

    /// Without a stack trace, which would be in the log of every build.
    private static final class Planted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planted() {
            super("planted: more than two days", null, false, false);
        }
    }

    static List<CellKey> noneWasTold(EntryKeeper keeper, String locationId, LocalDate day) {
        return List.of();
    }
}
