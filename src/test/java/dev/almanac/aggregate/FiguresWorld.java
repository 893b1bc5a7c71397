package dev.almanac.aggregate;

import dev.almanac.aggregate.FiguresRun.Input;
import dev.almanac.aggregate.FiguresRun.OfAppointment;
import dev.almanac.aggregate.FiguresRun.OfBlock;
import dev.almanac.aggregate.FiguresRun.OfLocation;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import dev.almanac.location.PollSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Two locations with a few users, calendars and contacts, and whatever may become of their appointments, blocked times
/// and settings within some days, among them one on which a clock changes.
final class FiguresWorld {
    private static final List<String> LOCATIONS = List.of("loc", "loc", "loc", "loc2");
    private static final List<LocalDate> AROUND = List.of(
            LocalDate.of(2026, 3, 8), LocalDate.of(2026, 3, 29), LocalDate.of(2026, 4, 5), LocalDate.of(2026, 4, 24),
            LocalDate.of(2026, 6, 1), LocalDate.of(2026, 10, 4), LocalDate.of(2026, 10, 25),
            LocalDate.of(2026, 10, 30), LocalDate.of(2026, 11, 1));
    // One that changes its clock at midnight, one that does so by half an hour, one far ahead of all others.
    private static final List<String> ZONES = List.of(
            "America/New_York", "America/New_York", "Europe/Berlin", "Europe/Berlin", "Asia/Kolkata", "Africa/Cairo",
            "Australia/Lord_Howe", "Pacific/Kiritimati");
    private static final List<String> USERS = Arrays.asList("ann", "ann", "bob", "eve/2", null);
    private static final List<String> CALENDARS = Arrays.asList("cal", "cal", "cal 2", null);
    private static final List<String> CONTACTS = Arrays.asList("kim", "lee", "pat", null);
    private static final List<String> STATUSES = Arrays.asList(
            "new", "confirmed", "confirmed", "active", "cancelled", "cancelled", "canceled", "showed", "showed",
            "completed", "noshow", "noshow", "invalid", "rescheduled", null);
    private static final List<List<OpeningInterval>> HOURS = Stream.of(
                    "09:00-17:00", "09:00-12:00,13:00-18:00", "08:00-12:30,12:00-20:00", "00:00-24:00",
                    "00:00-02:30,22:00-24:00", "01:30-03:15", "02:30-02:45", "")
            .map(text -> Arrays.stream(text.split(","))
                    .filter(interval -> !interval.isEmpty())
                    .map(interval -> interval.split("-"))
                    .map(times -> OpeningInterval.parse(times[0], times[1]))
                    .toList())
            .toList();
    private static final List<Integer> LENGTHS = List.of(0, 15, 30, 30, 45, 60, 60, 60, 90, 150, 300, 1_500);
    private static final List<Duration> NOTICES =
            List.of(Duration.ZERO, Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(24));
    private static final int DAYS = 4;

    private final Random random;
    private final LocalDate first;
    private final Map<String, Rows> appointments = new LinkedHashMap<>();
    private final Map<String, Rows> blocks = new LinkedHashMap<>();
    private final Map<String, Location> locations = new HashMap<>();
    private int last;

    FiguresWorld(Random random) {
        this.random = random;
        this.first = oneOf(AROUND).minusDays(2);
    }

    /// @param first the day before the first of those on which something happens
    FiguresWorld(Random random, LocalDate first) {
        this.random = random;
        this.first = first;
    }

    Instant start() {
        return first.minusDays(1).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    /// When everything has ended.
    Instant end() {
        return first.plusDays(DAYS + 3L).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    Input next(Instant now) {
        int chance = random.nextInt(100);
        String location = oneOf(LOCATIONS);
        if (!locations.containsKey(location) && chance < 60 || chance < 8) {
            return location(location, now);
        }
        if (chance < 20) {
            return block(location, now);
        }
        if (chance < 22) {
            // Long after the removal, or of what never was.
            return chance < 21 ? new OfAppointment("none", null) : new OfBlock("none", null);
        }
        return appointment(location, now);
    }

    /// Brings back what has ended, so that every cell has to be right.
    List<Input> everyLocation(Instant now) {
        return LOCATIONS.stream().distinct().filter(id -> !locations.containsKey(id)).<Input>map(id -> {
            locations.put(id, location(id, (Location) null));
            return new OfLocation(id, locations.get(id), now);
        }).toList();
    }

    private Input location(String id, Instant now) {
        Location before = locations.get(id);
        Location after = before != null && random.nextInt(6) == 0 ? null : location(id, before);
        if (after == null) {
            locations.remove(id);
        } else {
            locations.put(id, after);
        }
        return new OfLocation(id, after, about(now));
    }

    private Location location(String id, Location before) {
        boolean anew = before == null;
        return new Location(
                id,
                anew || chance(35) ? ZoneId.of(oneOf(ZONES)) : before.timeZone(),
                "credential",
                anew || chance(30) ? own("cal", "cal 2") : before.calendars(),
                Map.of(),
                anew || chance(30) ? (chance(30) ? Map.of() : own("ann", "bob", "zoe")) : before.users(),
                List.of(),
                anew || chance(40) ? (chance(12) ? null : hours()) : before.openingHours(),
                PollSettings.DEFAULT,
                anew || chance(20) ? oneOf(NOTICES) : before.lateCancellationNotice());
    }

    private Map<String, Optional<OpeningHours>> own(String... ids) {
        Map<String, Optional<OpeningHours>> own = new HashMap<>();
        for (String id : ids) {
            if (chance(60)) {
                own.put(id, chance(50) ? Optional.of(hours()) : Optional.empty());
            }
        }
        return own;
    }

    private OpeningHours hours() {
        Map<DayOfWeek, List<OpeningInterval>> weekly = new HashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            weekly.put(day, oneOf(HOURS));
        }
        Map<LocalDate, List<OpeningInterval>> exceptions = new HashMap<>();
        while (chance(40)) {
            exceptions.put(day(), oneOf(HOURS));
        }
        return new OpeningHours(weekly, exceptions);
    }

    private Input appointment(String location, Instant now) {
        Rows before = appointments.isEmpty() || chance(35) ? null : oneOf(List.copyOf(appointments.values()));
        Rows after = before == null ? booked(location, now) : changed(before, now);
        after = after.seen(about(now).toString());
        appointments.put(after.id(), after);
        return new OfAppointment(after.id(), after.appointment());
    }

    private Rows booked(String location, Instant now) {
        Rows row = timed(Rows.of("a" + last++, null, null).in(location).calendar(oneOf(CALENDARS)).user(oneOf(USERS))
                .contact(oneOf(CONTACTS)));
        return row.status(chance(60) ? "confirmed" : oneOf(STATUSES), about(now).toString());
    }

    private Rows changed(Rows row, Instant now) {
        return switch (random.nextInt(13)) {
            case 0, 1 -> timed(row);
            case 2 -> row.user(oneOf(USERS));
            case 3 -> row.calendar(oneOf(CALENDARS));
            case 4 -> row.contact(oneOf(CONTACTS));
            case 5 -> row.removed() ? row.back() : row.gone();
            case 6 -> row.deleted() ? row.back() : chance(50) ? row.softDeleted() : row;
            case 7 -> cancelledAtTheNotice(row, now);
            default -> row.status(oneOf(STATUSES), about(now).toString());
        };
    }

    /// As late as can be without being late, or a moment later.
    private Rows cancelledAtTheNotice(Rows row, Instant now) {
        Location location = locations.get(row.locationId());
        Instant since = location == null || row.start() == null
                ? now
                : OffsetDateTime.parse(row.start()).toInstant().minus(location.lateCancellationNotice())
                        .plusMillis(random.nextInt(2));
        return row.status("cancelled", since.toString());
    }

    /// When one of the appointments ends that have not; none where all have.
    Optional<Instant> someEnd(Instant now) {
        List<Instant> ends = appointments.values().stream()
                .map(Rows::end)
                .filter(Objects::nonNull)
                .map(end -> OffsetDateTime.parse(end).toInstant())
                .filter(end -> end.isAfter(now.plus(TestTopics.PUNCTUATION)))
                .sorted()
                .limit(3)
                .toList();
        return ends.isEmpty() ? Optional.empty() : Optional.of(oneOf(ends));
    }

    private Input block(String location, Instant now) {
        Rows before = blocks.isEmpty() || chance(50) ? null : oneOf(List.copyOf(blocks.values()));
        Rows after = before == null
                ? timed(Rows.of("b" + last++, null, null).in(location).calendar(chance(60) ? null : oneOf(CALENDARS))
                        .user(oneOf(USERS)))
                : switch (random.nextInt(5)) {
                    case 0 -> before.removed() || before.deleted() ? before.back() : before.gone();
                    case 1 -> before.softDeleted();
                    case 2 -> before.user(oneOf(USERS));
                    case 3 -> before.calendar(oneOf(CALENDARS));
                    default -> timed(before);
                };
        after = after.seen(about(now).toString());
        blocks.put(after.id(), after);
        return new OfBlock(after.id(), after.block());
    }

    /// At another time. Seldom without an end, an end before the start, or no time at all.
    private Rows timed(Rows row) {
        Location location = locations.get(row.locationId());
        ZoneId zone = location == null ? ZoneOffset.UTC : location.timeZone();
        LocalTime time = LocalTime.of(random.nextInt(24), chance(80) ? 15 * random.nextInt(4) : random.nextInt(60));
        var start = day().atTime(chance(15) ? LocalTime.MIDNIGHT : time).atZone(zone).toOffsetDateTime().plus(odd());
        int odd = random.nextInt(100);
        if (odd == 0) {
            return row.moved(null, null);
        }
        if (odd < 4) {
            return row.moved(start.toString(), null);
        }
        return row.moved(start.toString(), start.plusMinutes(odd == 4 ? -30 : oneOf(LENGTHS)).plus(odd()).toString());
    }

    /// Seldom something between two minutes, or between two seconds.
    private Duration odd() {
        return chance(80) ? Duration.ZERO : chance(50) ? Duration.ofSeconds(random.nextInt(60)) : Duration.ofMillis(random.nextInt(60_000));
    }

    private LocalDate day() {
        return first.plusDays(1 + random.nextInt(DAYS - 1));
    }

    /// Another machine's clock, or an answer that took its time.
    private Instant about(Instant now) {
        return now.plusMillis(random.nextInt(120_000) - 90_000L).truncatedTo(ChronoUnit.MILLIS);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
