package dev.almanac.simulation;

import dev.almanac.command.CommandSettings;
import dev.almanac.dev.Quirk;
import dev.almanac.dev.Quirks;
import dev.almanac.dev.RateAllowance;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.PollSettings;
import dev.almanac.shard.ShardRules;
import dev.almanac.shard.ShardSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where the histories take place: two locations, as the vendor has them and as Almanac is told of them, and the
/// settings, which are the defaults except for a far window that is looked at more often.
final class World {
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Duration CALL_DEADLINE = Duration.ofSeconds(20);
    static final Duration SETTLE = Duration.ofSeconds(120);
    static final Duration SEND_WITHIN = Duration.ofSeconds(2);
    static final Duration BURST_INTERVAL = Duration.ofSeconds(10);
    /// No owner is replaced sooner after its last moment, unless it gives the shard away.
    static final Duration DEATH_UNNOTICED_FOR = Duration.ofMillis(50);
    static final PollSettings POLLING = new PollSettings(
            Duration.ofMinutes(1), Duration.ofHours(24), Duration.ofHours(48),
            Duration.ofMinutes(3), Duration.ofDays(30), Duration.ofDays(90), 90, false);

    /// Of one calendar it is not known.
    private static final Map<String, Integer> SEATS = Map.of("cal-a1", 1, "cal-b1", 1);

    /// Watched calendars and their teams by location; a calendar without a team takes blocks of its own.
    static final Map<String, Map<String, List<String>>> TEAMS = new TreeMap<>(Map.of(
            "loc-a", new TreeMap<>(Map.of("cal-a1", List.of("amy", "ben"), "cal-a2", List.of())),
            "loc-b", new TreeMap<>(Map.of("cal-b1", List.of("carl")))));

    private static final Map<String, ZoneId> ZONES =
            Map.of("loc-a", ZoneId.of("America/New_York"), "loc-b", ZoneId.of("Asia/Kolkata"));
    private static final DateTimeFormatter WALL_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    /// Each with a chance of its own to be the other way than usual.
    private static final List<Quirk> CHANGING_QUIRKS = List.of(
            Quirk.READ_AS_EVENT, Quirk.FULL_WRITE_ANSWER, Quirk.CREATE_ANSWERS_200, Quirk.NOTES_ON_READ,
            Quirk.DELETED_READABLE, Quirk.UNKNOWN_ID_IS_400, Quirk.BLOCKS_AMONG_EVENTS, Quirk.SLOT_CONFLICT_IS_422,
            Quirk.SLOT_CHECK_AGAINST_ITSELF, Quirk.WRONG_STATUS_CODE_IN_BODY, Quirk.ERROR_WITHOUT_MESSAGE,
            Quirk.LISTS_BY_SECONDARY_USER);
    private static final List<Quirk> ABSENT_QUIRKS =
            List.of(Quirk.DELETED_ROWS_IN_LISTS, Quirk.STATUS_RESET_BY_PUT, Quirk.NOTES_IN_LISTS);

    private World() {}

    static ShardRules rules(Duration settle, boolean marker, Duration deathUnnoticedFor) {
        return new ShardRules(
                new ShardSettings(
                        1, Duration.ofMillis(50), Duration.ofSeconds(3), SEND_WITHIN, Duration.ofSeconds(30),
                        Duration.ofSeconds(1), 20, Duration.ofSeconds(15), 25, BURST_INTERVAL, 262_144, 100_000, 268_435_456, 1000, 2,
                        Duration.ofSeconds(1), Duration.ofSeconds(60)),
                new CommandSettings(
                        settle, marker, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 5),
                CALL_DEADLINE, deathUnnoticedFor);
    }

    static Map<String, Location> locations() {
        Map<String, Location> locations = new TreeMap<>();
        TEAMS.forEach((id, calendars) -> {
            Map<String, Optional<OpeningHours>> watched = new TreeMap<>();
            Map<String, Optional<OpeningHours>> users = new TreeMap<>();
            calendars.forEach((calendar, team) -> {
                watched.put(calendar, Optional.empty());
                team.forEach(user -> users.put(user, Optional.empty()));
            });
            locations.put(id, new Location(
                    id, ZONES.get(id), "token-" + id, watched, SEATS, users, List.of(), null, POLLING, Duration.ZERO));
        });
        return locations;
    }

    static List<VendorLocation> vendorLocations(int burst) {
        return TEAMS.entrySet().stream()
                .map(location -> VendorLocation.of(
                                location.getKey(), ZONES.get(location.getKey()),
                                location.getValue().entrySet().stream().map(World::calendar).toList(), List.of())
                        .withAllowance(new RateAllowance(burst, BURST_INTERVAL, 200_000)))
                .toList();
    }

    static Quirks quirks(Dice dice) {
        Quirks quirks = new Quirks().with(Quirk.SLIDING_RATE_WINDOW);
        CHANGING_QUIRKS.stream().filter(_ -> dice.percent(25)).forEach(quirks::with);
        ABSENT_QUIRKS.stream().filter(_ -> dice.percent(15)).forEach(quirks::without);
        return quirks;
    }

    /// As the vendor tells its own slots.
    static String wallClock(String locationId, Instant instant) {
        return WALL_CLOCK.format(OffsetDateTime.ofInstant(instant, ZONES.getOrDefault(locationId, ZoneId.of("UTC"))));
    }

    private static VendorCalendar calendar(Map.Entry<String, List<String>> calendar) {
        List<String> team = calendar.getValue();
        return VendorCalendar.of(
                calendar.getKey(), team.isEmpty() ? "event" : "round_robin", team.toArray(String[]::new));
    }
}
