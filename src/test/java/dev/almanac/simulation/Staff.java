package dev.almanac.simulation;

import dev.almanac.dev.People;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// People who work in the calendar itself and know nothing of Almanac.
final class Staff {
    private static final List<String> STATUSES = List.of("cancelled", "confirmed", "showed", "noshow", "new");

    private static final int FRESH = 3;

    private final Setting setting;
    private final SimulatedCalendar calendar;
    private final People people;
    private int done;

    Staff(Setting setting, SimulatedCalendar calendar) {
        this.setting = setting;
        this.calendar = calendar;
        this.people = calendar.people();
    }

    void act() {
        int kind = setting.dice().below(100);
        done++;
        if (kind < 20) {
            book();
        } else if (kind < 35) {
            one(row -> row.isAppointment() && !row.deleted()).ifPresent(row ->
                    told("mark", people.mark(row.id(), setting.dice().oneOf(STATUSES))));
        } else if (kind < 50) {
            one(row -> row.isAppointment() && !row.deleted()).ifPresent(row ->
                    told("move", people.reschedule(row.id(), elsewhere())));
        } else if (kind < 60) {
            one(row -> row.isAppointment() && !row.deleted()).ifPresent(row -> told("delete", people.delete(row.id())));
        } else if (kind < 64) {
            one(row -> row.isAppointment() && row.deleted()).ifPresent(row ->
                    told("bring back", people.restore(row.id())));
        } else if (kind < 72) {
            one(row -> row.isAppointment() && !row.deleted()).ifPresent(row ->
                    told("retitle", people.edit(row.id(), "title", "By hand " + done)));
        } else if (kind < 84) {
            one(row -> row.isAppointment() && !row.deleted()).ifPresent(this::describe);
        } else if (kind < 92) {
            block();
        } else if (kind < 96) {
            one(row -> !row.isAppointment() && !row.deleted()).ifPresent(row ->
                    told("move away", people.reschedule(row.id(), elsewhere())));
        } else {
            one(row -> !row.isAppointment() && !row.deleted()).ifPresent(row ->
                    told("unblock", people.unblock(row.id())));
        }
    }

    private void book() {
        String location = location();
        String id = setting.dice().oneOf(List.copyOf(World.TEAMS.get(location).keySet()));
        List<String> team = World.TEAMS.get(location).get(id);
        String user = team.isEmpty() ? null : setting.dice().oneOf(team);
        told("book", people.book(location, id, user, "walk-in-" + done, soon()));
    }

    /// Sometimes the marker goes with the rest of the text.
    private void describe(StoredEvent row) {
        String before = row.description();
        if (setting.dice().percent(25)) {
            // Copied from another booking, marker and all.
            one(StoredEvent::isAppointment).ifPresent(other ->
                    told("copy to", people.edit(row.id(), "description", other.description())));
            return;
        }
        String text = before == null || setting.dice().percent(30)
                ? setting.dice().percent(50) ? null : "Written by hand"
                : "Called back. " + before;
        told("describe", people.edit(row.id(), "description", text));
    }

    private void block() {
        String location = location();
        Map<String, List<String>> calendars = World.TEAMS.get(location);
        String id = setting.dice().oneOf(List.copyOf(calendars.keySet()));
        List<String> team = calendars.get(id);
        Instant start = soon();
        boolean ofBoth = !team.isEmpty() && setting.dice().percent(30);
        told("block", people.block(
                location, team.isEmpty() || ofBoth ? id : null, team.isEmpty() ? null : setting.dice().oneOf(team), start,
                start.plus(Duration.ofHours(1)), "Away " + done));
    }

    private Instant soon() {
        return World.START.plus(Duration.ofHours(3)).plus(Duration.ofMinutes(30L * setting.dice().below(20)));
    }

    /// Near, far, or beyond what is polled.
    private Instant elsewhere() {
        int kind = setting.dice().below(10);
        return kind < 7 ? soon() : soon().plus(Duration.ofDays(kind < 9 ? 10 : 100));
    }

    private Optional<StoredEvent> one(Predicate<StoredEvent> wanted) {
        String location = location();
        // Now and then a whole series, where there is any.
        List<StoredEvent> all = setting.dice().percent(90)
                ? calendar.occurrences(location, World.START.plus(Duration.ofDays(400)))
                : calendar.rows(location);
        List<StoredEvent> rows = all.stream().filter(wanted).toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        // What has just come in is looked at first.
        List<StoredEvent> fresh = rows.subList(Math.max(0, rows.size() - FRESH), rows.size());
        return Optional.of(setting.dice().oneOf(setting.dice().percent(50) ? fresh : rows));
    }

    private String location() {
        return setting.dice().oneOf(List.copyOf(World.TEAMS.keySet()));
    }

    private void told(String deed, StoredEvent row) {
        setting.story().tell("people %s %s: %s %s", deed, row.id(), row.status(), row.startsAt());
    }
}
