package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What the staff and the customers of the demo locations do in the calendar itself.
final class PeopleTraffic {
    private static final List<String> REASONS = List.of("Lunch", "Training", "Team meeting", "Away");

    private final SimulatedCalendar calendar;
    private final People people;
    private final Openings openings;
    private final Random random;

    PeopleTraffic(SimulatedCalendar calendar, Random random) {
        this.calendar = calendar;
        this.people = calendar.people();
        this.openings = new Openings(calendar, random);
        this.random = random;
    }

    /// Does one thing, or nothing if there is nothing of its kind to do.
    void act() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            openings.freeSlot().ifPresent(slot -> people.book(
                    slot.location().id(), slot.calendar().id(), slot.userId(),
                    DemoHistory.contact(random), slot.start()));
        } else if (dice < 50) {
            openings.upcoming().ifPresent(this::reschedule);
        } else if (dice < 60) {
            openings.upcoming().ifPresent(row -> people.cancel(row.id()));
        } else if (dice < 63) {
            openings.marked().ifPresent(this::correct);
        } else if (dice < 78) {
            openings.unmarked().ifPresent(row -> people.mark(row.id(), outcome()));
        } else if (dice < 86) {
            block();
        } else if (dice < 92) {
            openings.row(row -> row.kind() == StoredEvent.Kind.BLOCK).ifPresent(row -> people.unblock(row.id()));
        } else if (dice < 96) {
            openings.upcoming().ifPresent(this::reassign);
        } else {
            openings.upcoming().ifPresent(row -> people.edit(row.id(), "title", row.text("title") + " (called back)"));
        }
    }

    private void reschedule(StoredEvent row) {
        VendorLocation location = calendar.location(row.locationId());
        openings.freeSlot(location, Bookings.calendar(location, row.calendarId()), row.userId())
                .ifPresent(slot -> people.reschedule(row.id(), slot.start()));
    }

    /// Whoever was missed came late, or the other way round: figures of past days change. Most are right as they are,
    /// so that the share of the missed stays what it was.
    private void correct(StoredEvent row) {
        String outcome = outcome();
        if (!outcome.equals(row.status())) {
            people.mark(row.id(), outcome);
        }
    }

    private String outcome() {
        return random.nextInt(6) == 0 ? "noshow" : "showed";
    }

    private void reassign(StoredEvent row) {
        List<String> others = Bookings.calendar(calendar.location(row.locationId()), row.calendarId()).team().stream()
                .filter(user -> !user.equals(row.userId()))
                .toList();
        if (!others.isEmpty()) {
            people.reassign(row.id(), openings.oneOf(others));
        }
    }

    /// Takes an hour of a user's free time, or of a calendar that has no users.
    private void block() {
        Optional<Openings.Opening> slot = openings.freeSlot();
        slot.ifPresent(free -> {
            Instant start = free.start().truncatedTo(ChronoUnit.MINUTES);
            String calendarId = free.userId() == null ? free.calendar().id() : null;
            people.block(free.location().id(), calendarId, free.userId(), start, start.plus(Duration.ofHours(1)),
                    openings.oneOf(REASONS));
        });
    }
}
