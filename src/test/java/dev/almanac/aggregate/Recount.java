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
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts any cell from the rows as they stand, minute by minute: the batch recomputation that the figures are held
/// against. It knows the definitions of `schemas/figures.md` and shares no code with the topology. Times in the rows are
/// whole minutes.
final class Recount {
    private final Map<String, AppointmentRow> appointments = new LinkedHashMap<>();
    private final Map<String, BlockedTimeRow> blocks = new LinkedHashMap<>();
    private final Map<String, Location> locations = new LinkedHashMap<>();

    /// What a no-show cell ought to say.
    record OfNoShows(
            int scheduled, int showed, int noShow, int cancelled, int late, int invalid, int upcoming, int unmarked,
            int unknown, Double rate, Double lower, Double upper) {

        static OfNoShows told(NoShows.Figures it) {
            return new OfNoShows(
                    it.scheduled(), it.showed(), it.noShow(), it.cancelled(), it.lateCancelled(), it.invalid(),
                    it.upcoming(), it.unmarked(), it.unknown(), it.rate(), it.rateLowerBound(), it.rateUpperBound());
        }
    }

    /// What a utilization cell ought to say, in minutes.
    record OfUtilization(
            Long available, long blocked, long booked, long bookedSum, long noShow, int appointments, Double ratio) {

        static OfUtilization told(Utilization.Figures it) {
            return new OfUtilization(
                    it.available() == null ? null : it.available().toMinutes(), it.blocked().toMinutes(),
                    it.booked().toMinutes(), it.bookedSum().toMinutes(), it.noShow().toMinutes(), it.appointments(),
                    it.ratio());
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
                    || !Clockwork.date(minute(it.startTime()), location.timeZone()).equals(key.day())) {
                continue;
            }
            scheduled++;
            boolean over = end(it) * 60_000 <= asOf.toEpochMilli();
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
                    && (day.holds(minute(it.startTime())) || !day.bits(minute(it.startTime()), end(it)).isEmpty())) {
                seen.add(it.assignedUserId());
            }
        }
        for (BlockedTimeRow row : blocks.values()) {
            BlockedTime it = row.blockedTime();
            if (counts(row) && it.locationId().equals(key.locationId()) && it.assignedUserId() != null
                    && !day.bits(minute(it.startTime()), minute(it.endTime())).isEmpty()) {
                seen.add(it.assignedUserId());
            }
        }
        return seen;
    }

    private OfUtilization utilization(CellKey key, Location location, OpeningHours hours) {
        Clockwork.Day day = Clockwork.day(key.day(), location.timeZone());
        BitSet blocked = new BitSet();
        for (BlockedTimeRow row : blocks.values()) {
            BlockedTime it = row.blockedTime();
            if (counts(row) && isIn(key, it.locationId(), it.calendarId(), it.assignedUserId(), null)) {
                blocked.or(day.bits(minute(it.startTime()), minute(it.endTime())));
            }
        }
        Long available = null;
        if (hours != null) {
            BitSet open = open(hours, key.day(), location, day);
            BitSet free = (BitSet) open.clone();
            free.andNot(blocked);
            available = (long) free.cardinality();
            blocked.and(open);
        }
        BitSet booked = new BitSet();
        BitSet noShow = new BitSet();
        long sum = 0;
        int many = 0;
        for (AppointmentRow row : appointments.values()) {
            Appointment it = row.appointment();
            BitSet bits = takesTime(row) && isIn(key, it.locationId(), it.calendarId(), it.assignedUserId(), null)
                    ? day.bits(minute(it.startTime()), end(it)) : new BitSet();
            booked.or(bits);
            sum += bits.cardinality();
            many += bits.isEmpty() ? 0 : 1;
            if ("noshow".equals(it.status())) {
                noShow.or(bits);
            }
        }
        return new OfUtilization(
                available, blocked.cardinality(), booked.cardinality(), sum, noShow.cardinality(), many,
                ratio(booked.cardinality(), available));
    }

    private static BitSet open(OpeningHours hours, LocalDate date, Location location, Clockwork.Day day) {
        List<OpeningInterval> intervals = hours.exceptions().containsKey(date)
                ? hours.exceptions().get(date)
                : hours.weekly().getOrDefault(date.getDayOfWeek(), List.of());
        BitSet open = new BitSet();
        for (OpeningInterval interval : intervals) {
            open.or(day.bits(
                    Clockwork.moment(date, interval.opens(), location.timeZone()),
                    Clockwork.moment(date, interval.closes(), location.timeZone())));
        }
        return open;
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
                : cells(Clockwork.date(minute(it.startTime()), location.timeZone()), it.locationId(), it.calendarId(),
                        it.assignedUserId(), it.contactId());
    }

    /// The utilization cells in which this row has time now.
    List<CellKey> utilizationCells(AppointmentRow row) {
        Appointment it = row.appointment();
        return takesTime(row)
                ? cellsOverTime(minute(it.startTime()), end(it), it.locationId(), it.calendarId(), it.assignedUserId())
                : List.of();
    }

    List<CellKey> utilizationCells(BlockedTimeRow row) {
        BlockedTime it = row.blockedTime();
        return counts(row)
                ? cellsOverTime(minute(it.startTime()), minute(it.endTime()), it.locationId(), it.calendarId(),
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
        LocalDate last = Clockwork.date(to - 1, location.timeZone());
        for (LocalDate day = Clockwork.date(from, location.timeZone()); !day.isAfter(last); day = day.plusDays(1)) {
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
        return it.endTime() == null ? minute(it.startTime()) : Math.max(minute(it.startTime()), minute(it.endTime()));
    }

    private static long minute(OffsetDateTime time) {
        long seconds = time.toEpochSecond();
        if (seconds % 60 != 0 || time.getNano() != 0) {
            throw new IllegalArgumentException("not a whole minute: " + time);
        }
        return seconds / 60;
    }
}
