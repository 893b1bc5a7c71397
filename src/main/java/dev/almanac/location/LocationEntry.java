package dev.almanac.location;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One location as written in the file: anything may still be missing or wrong. Component names are the file's keys.
record LocationEntry(
        String id,
        ZoneId timeZone,
        String credential,
        List<WatchedCalendar> calendars,
        List<Watched> users,
        List<String> groups,
        HoursEntry openingHours,
        PollingEntry polling,
        Duration lateCancellationNotice) {

    private static final DurationRule NOTICE =
            new DurationRule("lateCancellationNotice", Duration.ZERO, ChronoUnit.MINUTES);

    /// Ids become parts of record keys, which are split at slashes.
    private static final Pattern ID = Pattern.compile("[^\\s/]+");
    private static final Pattern FOR_COMMANDS = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    LocationEntry {
        calendars = calendars == null ? List.of() : calendars;
        users = users == null ? List.of() : users;
        groups = groups == null ? List.of() : groups;
        polling = polling == null ? PollingEntry.STANDARD : polling;
        lateCancellationNotice =
                lateCancellationNotice == null ? Location.DEFAULT_LATE_CANCELLATION_NOTICE : lateCancellationNotice;
    }

    /// A user: its id alone, or with hours of its own.
    record Watched(String id, HoursEntry openingHours) {
        // Both are marked: one creator with an annotation would hide the other.
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        Watched {}

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Watched(String id) {
            this(id, null);
        }
    }

    /// A calendar: its id alone, or with what is known of it.
    record WatchedCalendar(String id, HoursEntry openingHours, Integer seats) {
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        WatchedCalendar {}

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        WatchedCalendar(String id) {
            this(id, null, null);
        }

        private Optional<String> badSeats() {
            return seats == null || seats > 0
                    ? Optional.empty()
                    : Optional.of("seats of calendar '" + id + "' must be at least 1");
        }
    }

    /// Everything that is wrong with it, each a sentence without the location's name.
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        badId("id", id).or(this::notForCommands).ifPresent(problems::add);
        badId("credential", credential).ifPresent(problems::add);
        if (timeZone == null) {
            problems.add("timeZone is missing; give an IANA name such as America/New_York");
        }
        problems.addAll(badList("calendars", calendars.stream().map(WatchedCalendar::id).toList()));
        problems.addAll(badList("users", users.stream().map(Watched::id).toList()));
        problems.addAll(badList("groups", groups));
        calendars.stream().map(WatchedCalendar::badSeats).flatMap(Optional::stream).forEach(problems::add);
        hours().flatMap(HoursEntry::problems).forEach(problems::add);
        polling.problems().forEach(problems::add);
        NOTICE.problem(lateCancellationNotice).ifPresent(problems::add);
        return problems;
    }

    /// Call only where there are no problems.
    Location toLocation() {
        return new Location(
                id,
                timeZone,
                credential,
                byId(calendars, WatchedCalendar::id, WatchedCalendar::openingHours),
                seats(),
                byId(users, Watched::id, Watched::openingHours),
                groups,
                openingHours == null ? null : openingHours.toOpeningHours(),
                polling.toPollSettings(),
                lateCancellationNotice);
    }

    private Map<String, Integer> seats() {
        return calendars.stream()
                .filter(calendar -> calendar.seats() != null)
                .collect(Collectors.toMap(WatchedCalendar::id, WatchedCalendar::seats));
    }

    private Stream<HoursEntry> hours() {
        return Stream.of(
                        Stream.ofNullable(openingHours),
                        calendars.stream().map(WatchedCalendar::openingHours),
                        users.stream().map(Watched::openingHours))
                .flatMap(hours -> hours)
                .filter(Objects::nonNull);
    }

    private static <T> Map<String, Optional<OpeningHours>> byId(
            List<T> watched, Function<T, String> id, Function<T, HoursEntry> hours) {
        return watched.stream()
                .collect(Collectors.toMap(
                        id, each -> Optional.ofNullable(hours.apply(each)).map(HoursEntry::toOpeningHours)));
    }

    private static List<String> badList(String key, List<String> ids) {
        Set<String> seen = new HashSet<>();
        return ids.stream()
                .map(id -> badId("an id under " + key, id)
                        .or(() -> seen.add(id)
                                ? Optional.empty()
                                : Optional.of(key + " lists '" + id + "' more than once; keep one entry")))
                .flatMap(Optional::stream)
                .toList();
    }

    /// What cannot stand in a command could never be booked for.
    private Optional<String> notForCommands() {
        return FOR_COMMANDS.matcher(id).matches()
                ? Optional.empty()
                : Optional.of("id must be 1 to 128 characters of A-Z a-z 0-9 . _ : -, not '" + id + "'");
    }

    private static Optional<String> badId(String what, String id) {
        if (id == null || id.isBlank()) {
            return Optional.of(what + " is missing or empty");
        }
        return ID.matcher(id).matches()
                ? Optional.empty()
                : Optional.of(what + " must be one word without a slash, not '" + id + "'");
    }
}
