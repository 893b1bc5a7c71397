package dev.almanac.aggregate;

import dev.almanac.aggregate.FiguresRun.Input;
import dev.almanac.aggregate.FiguresRun.OfAppointment;
import dev.almanac.aggregate.FiguresRun.OfBlock;
import dev.almanac.aggregate.FiguresRun.OfLocation;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes happen what an example of `schemas/figures.md` says, in the real topology, and keeps what it tells.
final class FiguresExample implements AutoCloseable {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final Instant LONG_BEFORE = Instant.parse("2026-01-01T00:00:00Z");

    private final FiguresRun run = new FiguresRun(new TestTopics("", 12), new KeptStores(), TestTopics.MANY, LONG_BEFORE);
    private final Map<String, Cell> noShows = new HashMap<>();
    private final Map<String, Cell> utilization = new HashMap<>();
    private final Map<String, Rows> appointments = new HashMap<>();
    private final Map<String, Rows> blocks = new HashMap<>();
    private Location location = new Location(
            "loc", ZoneId.of("America/New_York"), "credential", Map.of("cal", Optional.empty()), Map.of(),
            Map.of("ann", Optional.empty(), "bob", Optional.empty()), List.of(), Rows.daily("09:00-17:00"),
            PollSettings.DEFAULT, Duration.ofHours(2));
    private Instant now = LONG_BEFORE;

    FiguresExample(List<String> steps) {
        publish();
        steps.forEach(this::step);
        if (steps.stream().noneMatch(step -> step.startsWith("now "))) {
            becomes(time("18:00"));
        }
    }

    /// The no-show cell of a scope, id and day such as `USER ann 2026-06-01`, or null.
    NoShows noShows(String cell) {
        return (NoShows) noShows.get("loc/" + cell.replace(' ', '/'));
    }

    Utilization utilization(String cell) {
        return (Utilization) utilization.get("loc/" + cell.replace(' ', '/'));
    }

    private void step(String step) {
        String[] words = step.split(" ", 2);
        switch (words[0]) {
            case "now" -> becomes(time(words[1]));
            case "zone" -> publish(with(ZoneId.of(words[1]), location.openingHours()));
            case "hours" -> hours(words[1].split(" "));
            case "notice" -> publish(new Location(
                    "loc", location.timeZone(), "credential", location.calendars(), Map.of(), location.users(), List.of(),
                    location.openingHours(), PollSettings.DEFAULT, Duration.ofHours(Long.parseLong(words[1].split(" ")[0]))));
            case "users" -> publish(with(location.calendars(), Map.of()));
            default -> row(words[0].substring(0, words[0].length() - 1), words[1]);
        }
    }

    /// `none`, `09:00-12:00`, `of ann 08:00-10:00`, `on 2026-06-01 10:00-12:00`, `on 2026-06-01 closed`.
    private void hours(String[] words) {
        switch (words[0]) {
            case "none" -> publish(with(location.timeZone(), null));
            case "on" -> {
                OpeningHours that = words[2].equals("closed") ? new OpeningHours(Map.of(), Map.of()) : Rows.daily(words[2]);
                LocalDate date = LocalDate.parse(words[1]);
                publish(with(location.timeZone(), new OpeningHours(
                        location.openingHours().weekly(), Map.of(date, that.on(date)))));
            }
            case "of" -> {
                Map<String, Optional<OpeningHours>> calendars = new HashMap<>(location.calendars());
                Map<String, Optional<OpeningHours>> users = new HashMap<>(location.users());
                calendars.replace(words[1], Optional.of(Rows.daily(words[2])));
                users.replace(words[1], Optional.of(Rows.daily(words[2])));
                publish(with(calendars, users));
            }
            default -> publish(with(location.timeZone(), Rows.daily(words[0])));
        }
    }

    private Location with(ZoneId zone, OpeningHours hours) {
        return new Location(
                "loc", zone, "credential", location.calendars(), Map.of(), location.users(), List.of(), hours,
                PollSettings.DEFAULT, location.lateCancellationNotice());
    }

    private Location with(Map<String, Optional<OpeningHours>> calendars, Map<String, Optional<OpeningHours>> users) {
        return new Location(
                "loc", location.timeZone(), "credential", calendars, Map.of(), users, List.of(), location.openingHours(),
                PollSettings.DEFAULT, location.lateCancellationNotice());
    }

    /// `10:00 to 11:00, noshow`, `blocked 10:00 to 11:00`, `cancelled at 08:00`, `removed`, `user bob`.
    private void row(String id, String what) {
        if (what.startsWith("blocked ")) {
            blocks.put(id, timed(Rows.of(id, null, null), what.substring("blocked ".length())));
        } else if (blocks.containsKey(id)) {
            blocks.put(id, changed(blocks.get(id), what));
        } else if (what.contains(" to ")) {
            String[] parts = what.split(", ");
            Rows row = timed(appointments.getOrDefault(id, Rows.of(id, null, null)), parts[0]);
            appointments.put(id, parts.length > 1 ? row.status(parts[1]) : row);
        } else {
            appointments.put(id, changed(appointments.get(id), what));
        }
        take(blocks.containsKey(id)
                ? new OfBlock(id, blocks.get(id).block())
                : new OfAppointment(id, appointments.get(id).appointment()));
    }

    private Rows timed(Rows row, String text) {
        String[] times = text.split(" to ");
        LocalDate day = times[0].contains(" ") ? LocalDate.parse(times[0].split(" ")[0]) : DAY;
        return row.moved(
                local(times[0], DAY), times[1].equals("none") ? null : local(times[1], day));
    }

    private Rows changed(Rows row, String what) {
        String[] words = what.split(" ");
        String id = words.length == 1 || words[1].equals("none") ? null : words[1];
        return switch (words[0]) {
            case "removed" -> row.gone();
            case "back" -> row.back();
            case "user" -> row.user(id);
            case "calendar" -> row.calendar(id);
            case "contact" -> row.contact(id);
            default -> row.status(words[0], time(what.split(" at ")[1]).toString());
        };
    }

    private String local(String text, LocalDate day) {
        LocalDateTime time = text.contains(" ")
                ? LocalDateTime.parse(text.replace(' ', 'T'))
                : day.atTime(LocalTime.parse(text));
        return time.atZone(location.timeZone()).toOffsetDateTime().toString();
    }

    private Instant time(String text) {
        return OffsetDateTime.parse(local(text, DAY)).toInstant();
    }

    private void becomes(Instant time) {
        run.wait(Duration.between(now, time)).forEach(this::keep);
        now = time;
    }

    private void publish(Location changed) {
        location = changed;
        publish();
    }

    private void publish() {
        take(new OfLocation("loc", location, now));
    }

    private void take(Input input) {
        run.take(input).forEach(this::keep);
    }

    private void keep(FiguresRun.Told told) {
        switch (told.cell()) {
            case NoShows cell -> noShows.put(told.key(), cell);
            case Utilization cell -> utilization.put(told.key(), cell);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
