package dev.almanac.aggregate;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Counts any cell from the rows as they stand: the batch recomputation that the figures are held against. It knows the definitions
/// of `schemas/figures.md` and shares no code with the topology. Where time is measured, it cuts the day wherever anything begins or
/// ends, and asks of each stretch in between what it is; what was told is read from the record as it stands on the topic.
final class Recount {
    private final Map<String, AppointmentRow> appointments = new LinkedHashMap<>();
    private final Map<String, BlockedTimeRow> blocks = new LinkedHashMap<>();
    private final Map<String, Location> locations = new LinkedHashMap<>();

    /// What a no-show cell ought to say.
    record OfNoShows(
            int scheduled, int showed, int noShow, int cancelled, int late, int invalid, int upcoming, int unmarked,
            int unknown, Double rate, Double lower, Double upper) {

        static OfNoShows told(dev.almanac.schema.NoShows it) {
            return new OfNoShows(
                    it.getScheduled(), it.getShowed(), it.getNoShow(), it.getCancelled(), it.getLateCancelled(), it.getInvalid(),
                    it.getUpcoming(), it.getUnmarked(), it.getUnknown(), it.getRate(), it.getRateLowerBound(),
                    it.getRateUpperBound());
        }

        /// In exactly one bucket each, and none of them negative.
        boolean addsUp() {
            return IntStream.of(showed, noShow, cancelled, late, invalid, upcoming, unmarked, unknown).allMatch(count -> count >= 0)
                    && late <= cancelled
                    && scheduled == showed + noShow + cancelled + invalid + upcoming + unmarked + unknown;
        }
    }

    /// What a utilization cell ought to say, in milliseconds.
    record OfUtilization(
            Long available, long blocked, long booked, long bookedSum, long noShow, int appointments, Double ratio) {

        static OfUtilization told(dev.almanac.schema.Utilization it) {
            return new OfUtilization(
                    it.getAvailableMinutes() == null ? null : Long.valueOf(millis(it.getAvailableMinutes())),
                    millis(it.getBlockedMinutes()), millis(it.getBookedMinutes()), millis(it.getBookedMinutesSum()),
                    millis(it.getNoShowMinutes()), it.getAppointments(), it.getRatio());
        }

        private static long millis(double minutes) {
            return Math.round(minutes * 60_000);
        }

        boolean addsUp() {
            return (available == null || available >= 0) && blocked >= 0 && appointments >= 0 && noShow >= 0
                    && noShow <= booked && booked <= bookedSum && (booked > 0) == (appointments > 0)
                    && (ratio == null) == (available == null || available == 0);
        }
    }

    /// A part of a day, in milliseconds since 1970, without its end.
    private record Stretch(long from, long to) {
        static Stretch within(Clockwork.Day day, long from, long to) {
            return new Stretch(Math.max(from, day.begin()), Math.min(to, day.end()));
        }

        boolean holds(long moment) {
            return from <= moment && moment < to;
        }

        long length() {
            return Math.max(0, to - from);
        }
    }

    Recount copy() {
        Recount copy = new Recount();
        copy.appointments.putAll(appointments);
        copy.blocks.putAll(blocks);
        copy.locations.putAll(locations);
        return copy;
    }

    void take(AppointmentRow row) {
        appointments.put(row.locationId() + " " + row.id(), row);
    }

    void take(BlockedTimeRow row) {
        blocks.put(row.locationId() + " " + row.id(), row);
    }

    /// @param location null: it has ended
    void take(String id, Location location) {
        locations.put(id, location);
    }

    /// Null where it is not known, or has ended.
    Location location(String id) {
        return locations.get(id);
    }

    Set<String> locations() {
        return locations.keySet();
    }

    OfNoShows noShows(CellKey key, Instant asOf) {
        Location location = locations.get(key.locationId());
        int[] count = new int[8];
        int late = 0;
        int scheduled = 0;
        for (AppointmentRow row : appointments.values()) {
            Appointment it = row.appointment();
            if (!counts(row) || !isIn(key, it.locationId(), it.calendarId(), it.assignedUserId(), it.contactId())
                    || !Clockwork.dateOf(millis(it.startTime()), location.timeZone()).equals(key.day())) {
                continue;
            }
            scheduled++;
            boolean over = end(it) <= asOf.toEpochMilli();
            String status = it.status() == null ? "" : it.status();
            count[switch (status) {
                case "showed", "completed" -> 0;
                case "noshow" -> 1;
                case "cancelled", "canceled" -> 2;
                case "invalid" -> 3;
                case "new", "confirmed", "active" -> over ? 5 : 4;
                default -> 6;
            }]++;
            long notice = it.startTime().toInstant().toEpochMilli() - row.statusSince().toEpochMilli();
            if (status.startsWith("cancel") && notice < location.lateCancellationNotice().toMillis()) {
                late++;
            }
        }
        int told = count[0] + count[1];
        int unmarked = count[5];
        return new OfNoShows(
                scheduled, count[0], count[1], count[2], late, count[3], count[4], unmarked, count[6],
                told == 0 ? null : count[1] * 1.0 / told,
                told + unmarked == 0 ? null : count[1] * 1.0 / (told + unmarked),
                told + unmarked == 0 ? null : (count[1] + unmarked) * 1.0 / (told + unmarked));
    }

    OfUtilization utilization(CellKey key) {
        Location location = locations.get(key.locationId());
        return switch (key.scope()) {
            case USER -> {
                OpeningHours own = location.users().containsKey(key.scopeId())
                        ? location.users().get(key.scopeId()).orElse(null) : null;
                yield utilization(key, location, own == null ? location.openingHours() : own);
            }
            case CALENDAR -> utilization(
                    key, location,
                    location.calendars().containsKey(key.scopeId())
                            ? location.calendars().get(key.scopeId()).orElse(null) : null);
            case LOCATION -> sumOfUsers(key, location);
            case CONTACT -> throw new IllegalArgumentException("a contact has no utilization");
        };
    }

    private OfUtilization sumOfUsers(CellKey key, Location location) {
        Set<String> users = new HashSet<>(location.users().keySet());
        if (users.isEmpty()) {
            users = seenOn(key, location);
        }
        Long available = users.isEmpty() ? null : 0L;
        long[] sums = new long[5];
        for (String user : users) {
            OfUtilization one =
                    utilization(new CellKey(key.locationId(), Scope.USER, user, key.day()));
            available = available == null || one.available() == null ? null : Long.valueOf(available + one.available());
            sums[0] += one.blocked();
            sums[1] += one.booked();
            sums[2] += one.bookedSum();
            sums[3] += one.noShow();
            sums[4] += one.appointments();
        }
        return new OfUtilization(
                available, sums[0], sums[1], sums[2], sums[3], (int) sums[4], ratio(sums[1], available));
    }

    private Set<String> seenOn(CellKey key, Location location) {
        Clockwork.Day day = Clockwork.day(key.day(), location.timeZone());
        Set<String> seen = new HashSet<>();
        for (AppointmentRow row : appointments.values()) {
            Appointment it = row.appointment();
            if (counts(row) && it.locationId().equals(key.locationId()) && it.assignedUserId() != null
                    && (day.holds(millis(it.startTime())) || Stretch.within(day, millis(it.startTime()), end(it)).length() > 0)) {
                seen.add(it.assignedUserId());
            }
        }
        for (BlockedTimeRow row : blocks.values()) {
            BlockedTime it = row.blockedTime();
            if (counts(row) && it.locationId().equals(key.locationId()) && it.assignedUserId() != null
                    && Stretch.within(day, millis(it.startTime()), millis(it.endTime())).length() > 0) {
                seen.add(it.assignedUserId());
            }
        }
        return seen;
    }

    private OfUtilization utilization(CellKey key, Location location, OpeningHours hours) {
        Clockwork.Day day = Clockwork.day(key.day(), location.timeZone());
        List<Stretch> blocked = new ArrayList<>();
        for (BlockedTimeRow row : blocks.values()) {
            BlockedTime it = row.blockedTime();
            if (counts(row) && isIn(key, it.locationId(), it.calendarId(), it.assignedUserId(), null)) {
                blocked.add(Stretch.within(day, millis(it.startTime()), millis(it.endTime())));
            }
        }
        List<Stretch> open = hours == null ? List.of() : open(hours, key.day(), location, day);
        List<Stretch> booked = new ArrayList<>();
        List<Stretch> noShow = new ArrayList<>();
        for (AppointmentRow row : appointments.values()) {
            Appointment it = row.appointment();
            if (takesTime(row) && isIn(key, it.locationId(), it.calendarId(), it.assignedUserId(), null)) {
                Stretch time = Stretch.within(day, millis(it.startTime()), end(it));
                booked.add(time);
                if ("noshow".equals(it.status())) {
                    noShow.add(time);
                }
            }
        }
        long[] cuts = Stream.of(blocked, open, booked, noShow).flatMap(List::stream).filter(it -> it.length() > 0)
                .flatMapToLong(it -> LongStream.of(it.from(), it.to())).sorted().distinct().toArray();
        long[] sums = new long[4];
        for (int i = 0; i + 1 < cuts.length; i++) {
            long moment = cuts[i];
            long length = cuts[i + 1] - moment;
            boolean isOpen = holds(open, moment);
            boolean isBlocked = holds(blocked, moment);
            sums[0] += isOpen && !isBlocked ? length : 0;
            sums[1] += isBlocked && (isOpen || hours == null) ? length : 0;
            sums[2] += holds(booked, moment) ? length : 0;
            sums[3] += holds(noShow, moment) ? length : 0;
        }
        Long available = hours == null ? null : Long.valueOf(sums[0]);
        return new OfUtilization(
                available, sums[1], sums[2], booked.stream().mapToLong(Stretch::length).sum(), sums[3],
                (int) booked.stream().filter(it -> it.length() > 0).count(), ratio(sums[2], available));
    }

    private static boolean holds(List<Stretch> stretches, long moment) {
        return stretches.stream().anyMatch(it -> it.holds(moment));
    }

    private static List<Stretch> open(OpeningHours hours, LocalDate date, Location location, Clockwork.Day day) {
        List<OpeningInterval> intervals = hours.exceptions().containsKey(date)
                ? hours.exceptions().get(date)
                : hours.weekly().getOrDefault(date.getDayOfWeek(), List.of());
        return intervals.stream()
                .map(interval -> Stretch.within(
                        day,
                        Clockwork.moment(date, interval.opens(), location.timeZone()),
                        Clockwork.moment(date, interval.closes(), location.timeZone())))
                .toList();
    }

    private static Double ratio(long booked, Long available) {
        return available == null || available == 0 ? null : Double.valueOf(booked * 1.0 / available);
    }

    /// The no-show cells in which this row counts now.
    List<CellKey> noShowCells(AppointmentRow row) {
        Appointment it = row.appointment();
        Location location = locations.get(it.locationId());
        return location == null || !counts(row)
                ? List.of()
                : cells(Clockwork.dateOf(millis(it.startTime()), location.timeZone()), it.locationId(), it.calendarId(),
                        it.assignedUserId(), it.contactId());
    }

    /// The utilization cells in which this row has time now.
    List<CellKey> utilizationCells(AppointmentRow row) {
        Appointment it = row.appointment();
        return takesTime(row)
                ? cellsOverTime(millis(it.startTime()), end(it), it.locationId(), it.calendarId(), it.assignedUserId())
                : List.of();
    }

    List<CellKey> utilizationCells(BlockedTimeRow row) {
        BlockedTime it = row.blockedTime();
        return counts(row)
                ? cellsOverTime(millis(it.startTime()), millis(it.endTime()), it.locationId(), it.calendarId(),
                        it.assignedUserId())
                : List.of();
    }

    /// All that there are of a location, by both topics.
    List<CellKey> noShowCells(String locationId) {
        return appointments.values().stream()
                .filter(row -> row.locationId().equals(locationId))
                .flatMap(row -> noShowCells(row).stream())
                .toList();
    }

    List<CellKey> utilizationCells(String locationId) {
        List<CellKey> cells = new ArrayList<>();
        appointments.values().stream().filter(row -> row.locationId().equals(locationId))
                .forEach(row -> cells.addAll(utilizationCells(row)));
        blocks.values().stream().filter(row -> row.locationId().equals(locationId))
                .forEach(row -> cells.addAll(utilizationCells(row)));
        return cells;
    }

    private List<CellKey> cellsOverTime(long from, long to, String locationId, String calendar, String user) {
        Location location = locations.get(locationId);
        if (location == null || to <= from) {
            return List.of();
        }
        List<CellKey> cells = new ArrayList<>();
        LocalDate last = Clockwork.dateOf(to - 1, location.timeZone());
        for (LocalDate day = Clockwork.dateOf(from, location.timeZone()); !day.isAfter(last); day = day.plusDays(1)) {
            cells.addAll(cells(day, locationId, calendar, user, null));
        }
        return cells;
    }

    private static List<CellKey> cells(LocalDate day, String location, String calendar, String user, String contact) {
        List<CellKey> cells = new ArrayList<>();
        cells.add(new CellKey(location, Scope.LOCATION, location, day));
        if (calendar != null) {
            cells.add(new CellKey(location, Scope.CALENDAR, calendar, day));
        }
        if (user != null) {
            cells.add(new CellKey(location, Scope.USER, user, day));
        }
        if (contact != null) {
            cells.add(new CellKey(location, Scope.CONTACT, contact, day));
        }
        return cells;
    }

    private static boolean isIn(CellKey key, String location, String calendar, String user, String contact) {
        return key.locationId().equals(location) && key.scopeId().equals(switch (key.scope()) {
            case LOCATION -> location;
            case CALENDAR -> calendar;
            case USER -> user;
            case CONTACT -> contact;
        });
    }

    private static boolean counts(AppointmentRow row) {
        return !row.removed() && !row.appointment().deleted() && row.appointment().startTime() != null;
    }

    private static boolean takesTime(AppointmentRow row) {
        String status = row.appointment().status();
        return counts(row) && !Set.of("cancelled", "canceled", "invalid").contains(status == null ? "" : status);
    }

    private static boolean counts(BlockedTimeRow row) {
        BlockedTime it = row.blockedTime();
        return !row.removed() && !it.deleted() && it.startTime() != null && it.endTime() != null
                && it.startTime().isBefore(it.endTime());
    }

    private static long end(Appointment it) {
        return it.endTime() == null ? millis(it.startTime()) : Math.max(millis(it.startTime()), millis(it.endTime()));
    }

    private static long millis(OffsetDateTime time) {
        return time.toInstant().toEpochMilli();
    }
}
