package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The instances of a series, for rules of the form `FREQ=DAILY|WEEKLY;INTERVAL;COUNT`, kept at the same wall-clock
/// time. A rule without COUNT goes on for as long as anybody looks; EXDATE lines and the hidden member `exdates` leave
/// instances out.
final class Recurrence {
    /// Series ids and starts are joined as the vendor's API description shows: `<master>_<millis>_<seconds>`.
    private static final Pattern INSTANCE_ID = Pattern.compile("(.+)_(\\d{12,14})_(\\d+)");
    private static final DateTimeFormatter EXDATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
    private static final Pattern EXDATE_LINE = Pattern.compile("EXDATE[^:]*:(\\d{8}T\\d{6}Z?,?)*");
    private static final int LONGEST_SERIES = 1_000;

    private final StoredEvent master;
    private final ZoneId zone;
    private final Period step;
    private final int count;

    Recurrence(StoredEvent master, ZoneId zone) {
        this.master = master;
        this.zone = zone;
        Map<String, String> rule = parts(master.rrule());
        int interval = Integer.parseInt(rule.getOrDefault("INTERVAL", "1"));
        this.step = rule.get("FREQ").equals("WEEKLY") ? Period.ofWeeks(interval) : Period.ofDays(interval);
        this.count = Math.min(Integer.parseInt(rule.getOrDefault("COUNT", "" + LONGEST_SERIES)), LONGEST_SERIES);
    }

    /// Whether this simulator can tell the rule's instances.
    static boolean understands(String rrule) {
        Map<String, String> rule = parts(rrule);
        return List.of("DAILY", "WEEKLY").contains(rule.getOrDefault("FREQ", ""))
                && rule.getOrDefault("INTERVAL", "1").matches("[1-9]\\d{0,2}")
                && rule.getOrDefault("COUNT", "1").matches("[1-9]\\d{0,3}")
                && rrule.lines().skip(1).allMatch(line -> EXDATE_LINE.matcher(line).matches());
    }

    private static Map<String, String> parts(String rrule) {
        Map<String, String> parts = new HashMap<>();
        String line = rrule.lines().findFirst().orElse("").replaceFirst("^RRULE:", "");
        for (String part : line.split(";")) {
            String[] pair = part.split("=", 2);
            parts.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        return parts;
    }

    /// The id of the series that an instance id belongs to.
    static Optional<String> masterOf(String eventId) {
        Matcher matcher = INSTANCE_ID.matcher(eventId);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static String instanceId(String master, Instant start, Instant end) {
        return master + "_" + start.toEpochMilli() + "_" + Duration.between(start, end).toSeconds();
    }

    List<StoredEvent> instances(Instant from, Instant to) {
        Duration length = Duration.between(master.startsAt(), master.endsAt());
        ZonedDateTime first = master.startsAt().atZone(zone);
        List<StoredEvent> found = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Instant start = first.plus(step.multipliedBy(n)).toInstant();
            if (!start.isBefore(to)) {
                break;
            }
            if (start.plus(length).isAfter(from) && !leftOut(start)) {
                found.add(instance(start, start.plus(length)));
            }
        }
        return found;
    }

    Optional<StoredEvent> instance(String id) {
        return instances(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z")).stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst();
    }

    private StoredEvent instance(Instant start, Instant end) {
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("id", instanceId(master.id(), start, end));
        changes.put("masterEventId", master.id());
        changes.put("startTime", StoredEvent.wallClock(start, zone));
        changes.put("endTime", StoredEvent.wallClock(end, zone));
        changes.put("exdates", null);
        return master.with(changes);
    }

    private boolean leftOut(Instant start) {
        List<?> hidden = (List<?>) master.members().getOrDefault("exdates", List.of());
        return hidden.contains(StoredEvent.stamp(start)) || written().contains(start);
    }

    private List<Instant> written() {
        return master.rrule().lines()
                .filter(line -> line.startsWith("EXDATE"))
                .flatMap(line -> Pattern.compile(",").splitAsStream(line.substring(line.indexOf(':') + 1)))
                .filter(text -> !text.isEmpty())
                .map(text -> LocalDateTime.parse(text.replace("Z", ""), EXDATE)
                        .atZone(text.endsWith("Z") ? ZoneId.of("Z") : zone)
                        .toInstant())
                .toList();
    }

    /// The master without one of its instances, because that one now has a row of its own or is deleted.
    static StoredEvent without(StoredEvent master, Instant start) {
        List<Object> hidden = new ArrayList<>((List<?>) master.members().getOrDefault("exdates", List.of()));
        hidden.add(StoredEvent.stamp(start));
        return master.with(Map.of("exdates", List.copyOf(hidden)));
    }
}
