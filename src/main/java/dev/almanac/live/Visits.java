package dev.almanac.live;

import dev.almanac.calendar.AppointmentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/// The appointments of all locations by their start, in bounded memory. Written by one thread, read by any.
///
/// What began before [#since] is forgotten, and not taken in again. That is the age given, or, where there are more appointments
/// than may be kept, the start of the last one that had to go: every answer about time after it is whole.
public final class Visits {
    private final Duration age;
    private final int most;
    private final Map<String, Visit> byId = new HashMap<>();
    private final TreeSet<Visit> byStart = new TreeSet<>(Comparator.comparing(Visit::start).thenComparing(Visit::id));
    private final Map<String, ConcurrentNavigableMap<Place, Visit>> byLocation = new ConcurrentHashMap<>();
    // The same few calendars and users over and over.
    private final Map<String, String> names = new HashMap<>();
    private volatile Instant since = Instant.EPOCH;

    private record Place(Instant start, String id) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(Place::start).thenComparing(Place::id);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    public Visits(Duration age, int most) {
        this.age = age;
        this.most = most;
    }

    /// Takes in the latest state of an appointment.
    public void put(Visit visit) {
        remove(visit.id());
        if (visit.start().isBefore(since)) {
            return;
        }
        Visit kept = new Visit(
                visit.id(), name(visit.locationId()), name(visit.calendarId()), name(visit.userId()), visit.contactId(),
                visit.start(), visit.end(), name(visit.statusText()));
        byId.put(kept.id(), kept);
        byStart.add(kept);
        byLocation.computeIfAbsent(kept.locationId(), _ -> new ConcurrentSkipListMap<>()).put(place(kept), kept);
        while (byId.size() > most) {
            forgetBefore(byStart.first().start().plusMillis(1));
        }
    }

    public void remove(String id) {
        Visit before = byId.remove(id);
        if (before != null) {
            byStart.remove(before);
            byLocation.get(before.locationId()).remove(place(before));
        }
    }

    /// Forgets what has become too old.
    public void passTo(Instant now) {
        forgetBefore(now.minus(age));
    }

    void clear() {
        byId.clear();
        byStart.clear();
        byLocation.clear();
        names.clear();
        since = Instant.EPOCH;
    }

    int size() {
        return byId.size();
    }

    /// All that began at this moment or later is here.
    public Instant since() {
        return since;
    }

    /// The appointments of a location that begin on a local day, by their start.
    public Collection<Visit> on(LocalDate day, String locationId, ZoneId zone) {
        return between(day, day, locationId, zone);
    }

    /// Those of a local day that are over by now and that nobody has marked.
    public List<Visit> unmarked(LocalDate day, String locationId, ZoneId zone, Instant now) {
        return on(day, locationId, zone).stream().filter(visit -> visit.isUnmarked(now)).toList();
    }

    /// How the appointments turned out that begin in each hour of the week, by the wall clock, from one local day to another,
    /// both included. Hours without a marked or unmarked one are left out.
    public List<HourOfWeek> byHour(
            LocalDate from, LocalDate to, String locationId, ZoneId zone, Predicate<Visit> which, Instant now) {
        Map<Integer, HourOfWeek> hours = new TreeMap<>();
        between(from, to, locationId, zone).stream().filter(which).forEach(visit -> {
            ZonedDateTime start = visit.start().atZone(zone);
            HourOfWeek one = new HourOfWeek(
                    start.getDayOfWeek(),
                    start.getHour(),
                    visit.status() == AppointmentStatus.SHOWED ? 1 : 0,
                    visit.status() == AppointmentStatus.NO_SHOW ? 1 : 0,
                    visit.isUnmarked(now) ? 1 : 0);
            if (one.isAny()) {
                hours.merge(start.getDayOfWeek().getValue() * 24 + start.getHour(), one, HourOfWeek::plus);
            }
        });
        return List.copyOf(hours.values());
    }

    private Collection<Visit> between(LocalDate from, LocalDate to, String locationId, ZoneId zone) {
        ConcurrentNavigableMap<Place, Visit> visits = byLocation.get(locationId);
        if (visits == null || to.isBefore(from)) {
            return List.of();
        }
        Place first = new Place(from.atStartOfDay(zone).toInstant(), "");
        Place end = new Place(to.plusDays(1).atStartOfDay(zone).toInstant(), "");
        return visits.subMap(first, end).values();
    }

    private void forgetBefore(Instant start) {
        if (start.isAfter(since)) {
            since = start;
        }
        while (!byStart.isEmpty() && byStart.first().start().isBefore(since)) {
            remove(byStart.first().id());
        }
    }

    private static Place place(Visit visit) {
        return new Place(visit.start(), visit.id());
    }

    private String name(String text) {
        return text == null ? null : names.computeIfAbsent(text, name -> name);
    }
}
