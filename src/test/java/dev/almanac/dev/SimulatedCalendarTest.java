package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the calendar stores, tells, refuses and writes into its ledger.
class SimulatedCalendarTest {
    private static final String GONE = "The slot you have selected is no longer available.";
    /// A Monday, 09:00 in New York.
    private static final Instant NOW = Instant.parse("2026-03-02T14:00:00Z");
    private static final Instant FAR = NOW.plus(Duration.ofDays(60));

    private final ManualTime time = new ManualTime(NOW);
    private final VendorLocation newYork = VendorLocation.of(
            "ny",
            ZoneId.of("America/New_York"),
            List.of(
                    VendorCalendar.of("consult", "round_robin", "ann", "bob")
                            .withHours(WeeklyHours.weekdays(9, 17)).inGroup("front"),
                    VendorCalendar.of("solo", "personal", "ann"),
                    VendorCalendar.of("class", "class_booking", "bob").withSeats(2),
                    VendorCalendar.of("room", "event"),
                    VendorCalendar.of("far", "round_robin", "cid")
                            .bookable(Duration.ofHours(4), Duration.ofDays(7))),
            List.of());
    private final VendorLocation berlin = VendorLocation.of(
            "be", ZoneId.of("Europe/Berlin"), List.of(VendorCalendar.of("kurz", "personal", "eva")), List.of());
    private final SimulatedCalendar calendar = new SimulatedCalendar(time, newYork, berlin);
    private final People people = calendar.people();

    private StoredEvent create(Object... members) {
        return calendar.create("ny", body(members), "trace");
    }

    /// A body for ten o'clock in the consulting calendar, with other or more members.
    private static Map<String, Object> body(Object... members) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "locationId", "ny", "contactId", "con", "calendarId", "consult",
                "startTime", "2026-03-02T10:00:00-05:00"));
        body.putAll(map(members));
        body.values().removeIf(""::equals);
        return body;
    }

    private static Map<String, Object> map(Object... members) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            map.put((String) members[i], members[i + 1]);
        }
        return map;
    }

    private void refused(int status, String message, Callable<?> call) {
        long effects = calendar.ledger().effects().size();
        assertThatThrownBy(call::call).isInstanceOfSatisfying(VendorError.class, error -> {
            assertThat(error.getMessage()).isEqualTo(message);
            assertThat(error.status()).isEqualTo(status);
        });
        assertThat(calendar.ledger().effects()).hasSize((int) effects);
    }

    private List<StoredEvent> eventsOf(String calendarId) {
        return calendar.list(Listing.ofCalendar("ny", calendarId, NOW.minus(Duration.ofDays(30)), FAR));
    }

    @Test
    void aBookingIsStoredWithTheCalendarsLengthAndWallClock() {
        StoredEvent made = create("startTime", "2026-03-02T16:00:00+01:00", "title", "Checkup", "description", "text");
        assertThat(made.text("startTime")).isEqualTo("2026-03-02T10:00:00-05:00");
        assertThat(made.text("endTime")).isEqualTo("2026-03-02T10:30:00-05:00");
        assertThat(made.text("dateAdded")).isEqualTo("2026-03-02T14:00:00.000Z");
        assertThat(made.status()).isEqualTo("confirmed");
        assertThat(made.userId()).isEqualTo("ann");
        assertThat(calendar.read("ny", made.id())).isEqualTo(made);
        assertThat(calendar.ledger().creates()).extracting(Ledger.Effect::after).containsExactly(made);
        assertThat(calendar.ledger().createsHolding("tex")).hasSize(1);
        assertThat(calendar.ledger().createsHolding("other")).isEmpty();
    }

    @Test
    void completedIsStoredAsShowed() {
        assertThat(create("appointmentStatus", "completed").status()).isEqualTo("showed");
    }

    @Test
    void bodiesAreValidated() {
        refused(422, "property notes should not exist", () -> create("notes", "n"));
        refused(422, "appointmentStatus must be a valid enum value", () -> create("appointmentStatus", "no_show"));
        refused(422, "title must be a string", () -> create("title", 7));
        refused(422, "toNotify must be a boolean value", () -> create("toNotify", "no"));
        refused(422, "startTime must be a string", () -> create("startTime", ""));
        refused(422, "The user id not part of calendar team.", () -> create("assignedUserId", "cid"));
        refused(400, "Calendar not found for id: none", () -> create("calendarId", "none"));
        refused(400, "Bad Request", () -> create("startTime", "2026-03-02T10:00:00.000-05:00"));
        refused(400, "Bad Request", () -> create("startTime", "2026-03-02 10:00"));
        refused(400, "Bad Request", () -> create("endTime", "2026-03-02T15:30:00Z"));
        String made = create().id();
        refused(422, "property contactId should not exist",
                () -> calendar.update("ny", made, map("contactId", "x"), "t"));
    }

    @Test
    void anUpdateWithoutStatusResetsIt() {
        StoredEvent made = create();
        people.markNoShow(made.id());
        assertThat(calendar.update("ny", made.id(), map("title", "x"), "t").status()).isEqualTo("confirmed");
        people.markNoShow(made.id());
        calendar.quirks().without(Quirk.STATUS_RESET_BY_PUT);
        StoredEvent kept = calendar.update("ny", made.id(), map("title", "y"), "t");
        assertThat(kept.status()).isEqualTo("noshow");
        assertThat(kept.text("title")).isEqualTo("y");
    }

    @Test
    void aDeletedOneIsUnknownAndCannotBeDeletedAgain() {
        StoredEvent made = create();
        calendar.delete("ny", made.id(), "t");
        refused(404, "Event not found for id: " + made.id(), () -> calendar.read("ny", made.id()));
        refused(400, "The event with id " + made.id() + " has already been deleted",
                () -> calendar.delete("ny", made.id(), "t"));
        assertThat(eventsOf("consult")).singleElement().matches(StoredEvent::deleted);
        calendar.quirks().without(Quirk.DELETED_ROWS_IN_LISTS).with(Quirk.UNKNOWN_ID_IS_400);
        assertThat(eventsOf("consult")).isEmpty();
        refused(400, "Event not found for id: " + made.id(), () -> calendar.read("ny", made.id()));
        calendar.quirks().with(Quirk.DELETED_READABLE);
        assertThat(calendar.read("ny", made.id()).deleted()).isTrue();
        people.restore(made.id());
        assertThat(eventsOf("consult")).hasSize(1);
    }

    @Test
    void anotherLocationsAppointmentIsNotShown() {
        StoredEvent foreign = people.book("be", "kurz", "eva", "con", NOW);
        refused(403, "The token does not have access to this location.", () -> calendar.read("ny", foreign.id()));
    }

    @Test
    void listsMatchByOverlap() {
        StoredEvent made = people.book("ny", "solo", "ann", "con", NOW);
        Instant end = made.endsAt();
        assertThat(calendar.list(Listing.ofUser("ny", "ann", end.minusSeconds(1), FAR))).containsExactly(made);
        assertThat(calendar.list(Listing.ofUser("ny", "ann", end, FAR))).isEmpty();
        assertThat(calendar.list(Listing.ofUser("ny", "ann", NOW.minusSeconds(9), NOW))).isEmpty();
        assertThat(calendar.list(Listing.ofUser("ny", "bob", NOW, FAR))).isEmpty();
    }

    @Test
    void blocksAreListedApartUnlessByQuirk() {
        people.block("ny", "room", null, NOW, NOW.plusSeconds(60), "closed");
        assertThat(eventsOf("room")).isEmpty();
        assertThat(calendar.list(Listing.ofCalendar("ny", "room", NOW, FAR).ofBlockedTime())).hasSize(1);
        calendar.quirks().with(Quirk.BLOCKS_AMONG_EVENTS);
        assertThat(eventsOf("room")).hasSize(1);
    }

    @Test
    void theApiBlocksEventCalendarsAndUsersOnly() {
        Map<String, Object> block = map("locationId", "ny", "calendarId", "consult",
                "startTime", "2026-03-02T10:00:00-05:00", "endTime", "2026-03-02T12:00:00-05:00");
        refused(400, "The calendar is not an event calendar.", () -> calendar.block("ny", block, "t"));
        block.put("assignedUserId", "ann");
        refused(422, "either calendarId or assignedUserId is required, not both",
                () -> calendar.block("ny", block, "t"));
        block.remove("calendarId");
        assertThat(calendar.block("ny", block, "t").text("endTime")).isEqualTo("2026-03-02T12:00:00-05:00");
    }

    @Test
    void aSeriesIsListedAsItsInstancesAtTheSameWallClockTime() {
        StoredEvent series = create("assignedUserId", "ann", "ignoreFreeSlotValidation", true,
                "rrule", "RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=3\nEXDATE:20260309T100000");
        List<StoredEvent> instances = eventsOf("consult");
        assertThat(instances).extracting(row -> row.text("startTime"))
                .containsExactly("2026-03-02T10:00:00-05:00", "2026-03-16T10:00:00-04:00");
        StoredEvent last = instances.getLast();
        assertThat(last.id()).isEqualTo(series.id() + "_" + last.startsAt().toEpochMilli() + "_1800");
        assertThat(last.masterId()).isEqualTo(series.id());
        assertThat(calendar.read("ny", last.id())).isEqualTo(last);
        refused(400, GONE, () -> create("assignedUserId", "ann", "startTime", "2026-03-16T10:00:00-04:00"));
    }

    @Test
    void aMovedInstanceLeavesItsSeriesUnderAnotherId() {
        create("assignedUserId", "ann", "ignoreFreeSlotValidation", true, "rrule", "FREQ=DAILY;COUNT=2");
        StoredEvent second = eventsOf("consult").getLast();
        StoredEvent moved =
                calendar.update("ny", second.id(), map("startTime", "2026-03-04T11:00:00-05:00"), "t");
        assertThat(moved.id()).isNotEqualTo(second.id()).startsWith(second.masterId());
        assertThat(eventsOf("consult")).hasSize(2).contains(moved).doesNotContain(second);
        StoredEvent again =
                calendar.update("ny", moved.id(), map("startTime", "2026-03-04T12:00:00-05:00"), "t");
        assertThat(eventsOf("consult")).hasSize(2).contains(again);
        refused(404, "Event not found for id: " + second.id(), () -> calendar.read("ny", second.id()));
    }

    @Test
    void aRuleThatCannotBeToldIsRefused() {
        for (String rule : List.of("FREQ=YEARLY", "COUNT=2", "FREQ=DAILY;COUNT=x", "FREQ=DAILY\nEXDATE:soon")) {
            refused(422, "rrule is not a valid recurrence rule", () -> create(
                    "assignedUserId", "ann", "ignoreFreeSlotValidation", true, "rrule", rule));
        }
    }

    @Test
    void secondaryUsersAreListedByQuirk() {
        StoredEvent made = people.book("ny", "consult", "ann", "con", NOW);
        calendar.update("ny", made.id(), map("assignedUserId", "bob", "ignoreFreeSlotValidation", true), "t");
        assertThat(calendar.list(Listing.ofUser("ny", "ann", NOW, FAR))).isEmpty();
        people.addUser(made.id(), "ann");
        assertThat(calendar.list(Listing.ofUser("ny", "ann", NOW, FAR))).isEmpty();
        calendar.quirks().with(Quirk.LISTS_BY_SECONDARY_USER);
        assertThat(calendar.list(Listing.ofUser("ny", "ann", NOW, FAR))).hasSize(1);
    }

    @Test
    void withoutWaivingTheSlotCheckARuleIsIgnored() {
        assertThat(create("rrule", "FREQ=DAILY;COUNT=2").rrule()).isNull();
    }

    @Test
    void whatPeopleDoIsInTheLedgerAsTheirs() {
        StoredEvent made = people.book("ny", "consult", "ann", "con", NOW);
        people.reschedule(made.id(), NOW.plusSeconds(3600));
        people.reassign(made.id(), "bob");
        people.edit(made.id(), "description", "hello");
        people.cancel(made.id());
        people.markShowed(made.id());
        people.delete(made.id());
        assertThat(calendar.ledger().effectsOf(made.id())).hasSize(7).noneMatch(Ledger.Effect::byApi);
        assertThat(calendar.ledger().creates()).isEmpty();
        assertThat(calendar.ledger().rowsAsOf("ny", NOW).get(made.id()).deleted()).isTrue();
    }

    @Test
    void aCappedLedgerForgetsTheOldest() {
        Ledger small = new Ledger(2);
        SimulatedCalendar capped = new SimulatedCalendar(time, new Quirks(), small, List.of(newYork));
        IntStream.range(0, 5).forEach(i -> capped.people().book("ny", "solo", "ann", "con" + i, NOW));
        assertThat(small.effects()).extracting(effect -> effect.after().contactId()).containsExactly("con3", "con4");
    }
}
