package dev.almanac.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Which slots can be booked, and by whom.
class SlotCheckTest {
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
    void eachMemberOfTheTeamCanBeBookedOnce() {
        assertThat(create().userId()).isEqualTo("ann");
        assertThat(create().userId()).isEqualTo("bob");
        refused(400, GONE, () -> create());
        refused(400, GONE, () -> create("assignedUserId", "ann"));
    }

    @Test
    void aUserIsNotBookedTwiceAcrossCalendars() {
        create("assignedUserId", "ann");
        refused(400, GONE, () -> create("calendarId", "solo"));
    }

    @Test
    void aClassTakesAsManyAsItHasSeats() {
        create("calendarId", "class");
        create("calendarId", "class");
        refused(400, GONE, () -> create("calendarId", "class"));
    }

    @Test
    void ofIdenticalBookingsAtOnceExactlyOneWins() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int day = 3; day < 30; day++) {
                String start = "2026-04-%02dT10:00:00-04:00".formatted(day);
                CyclicBarrier together = new CyclicBarrier(4);
                Callable<Boolean> rival = () -> {
                    together.await();
                    try {
                        create("calendarId", "solo", "startTime", start);
                        return true;
                    } catch (VendorError lost) {
                        return false;
                    }
                };
                assertThat(threads.invokeAll(List.of(rival, rival, rival, rival)))
                        .filteredOn(Future::resultNow).hasSize(1);
            }
        }
    }

    @Test
    void aSlotMustLieInOpeningHoursOnTheGridAndInTheFuture() {
        refused(400, GONE, () -> create("startTime", "2026-03-02T10:10:00-05:00"));
        refused(400, GONE, () -> create("startTime", "2026-03-02T17:00:00-05:00"));
        refused(400, GONE, () -> create("startTime", "2026-03-07T10:00:00-05:00"));
        refused(400, GONE, () -> create("startTime", "2026-02-27T10:00:00-05:00"));
        refused(400, GONE, () -> create("calendarId", "far", "startTime", "2026-03-02T12:00:00-05:00"));
        refused(400, GONE, () -> create("calendarId", "far", "startTime", "2026-03-20T12:00:00-04:00"));
        create("startTime", "2026-02-27T10:00:00-05:00", "ignoreDateRange", true);
        create("calendarId", "far", "startTime", "2026-03-20T12:00:00-04:00", "ignoreDateRange", true);
    }

    @Test
    void aSlotInAnotherOffsetIsUnknownWithThatQuirk() {
        calendar.quirks().with(Quirk.SLOT_KNOWN_BY_ITS_TEXT);
        refused(400, GONE, () -> create("startTime", "2026-03-02T15:00:00Z"));
        create();
    }

    @Test
    void aConflictIs422WithThatQuirk() {
        calendar.quirks().with(Quirk.SLOT_CONFLICT_IS_422);
        refused(422, GONE, () -> create("startTime", "2026-03-02T10:10:00-05:00"));
    }

    @Test
    void blockedTimeCannotBeBooked() {
        people.block("ny", null, "ann", NOW.plus(Duration.ofMinutes(75)), NOW.plus(Duration.ofMinutes(80)), "lunch");
        refused(400, GONE, () -> create("assignedUserId", "ann"));
        assertThat(create().userId()).isEqualTo("bob");
    }

    @Test
    void waivingTheSlotCheckBooksAnything() {
        create("assignedUserId", "ann");
        create("assignedUserId", "ann", "ignoreFreeSlotValidation", true);
        create("assignedUserId", "ann", "ignoreFreeSlotValidation", true, "startTime", "2026-03-01T03:07:00-05:00");
        refused(422, "A team member needs to be selected. assignedUserId is missing",
                () -> create("ignoreFreeSlotValidation", true));
    }

    @Test
    void aWrongLengthIsRefusedExceptOnPersonalCalendars() {
        refused(400, "Selected slot duration is not a valid duration option for this calendar",
                () -> create("endTime", "2026-03-02T10:15:00-05:00"));
        create("calendarId", "solo", "endTime", "2026-03-02T13:30:00-05:00");
        calendar.quirks().without(Quirk.ANY_LENGTH_ON_PERSONAL);
        refused(400, "Selected slot duration is not a valid duration option for this calendar",
                () -> create("calendarId", "solo", "endTime", "2026-03-02T10:15:00-05:00"));
    }

    @Test
    void aMoveIsSlotCheckedAndKeepsItsLength() {
        StoredEvent first = create("assignedUserId", "ann");
        create("assignedUserId", "ann", "startTime", "2026-03-02T11:00:00-05:00");
        refused(400, GONE,
                () -> calendar.update("ny", first.id(), map("startTime", "2026-03-02T11:00:00-05:00"), "t"));
        time.advance(Duration.ofSeconds(5));
        StoredEvent moved = calendar.update("ny", first.id(), map("startTime", "2026-03-02T12:00:00-05:00"), "t");
        assertThat(moved.text("endTime")).isEqualTo("2026-03-02T12:30:00-05:00");
        assertThat(moved.text("dateUpdated")).isEqualTo("2026-03-02T14:00:05.000Z");
        assertThat(moved.text("dateAdded")).isEqualTo("2026-03-02T14:00:00.000Z");
    }

    @Test
    void anUpdateInPlaceIsNotCheckedAgainstItselfUnlessByQuirk() {
        StoredEvent made = create();
        calendar.update("ny", made.id(), map("startTime", "2026-03-02T10:00:00-05:00", "title", "x"), "t");
        calendar.quirks().with(Quirk.SLOT_CHECK_AGAINST_ITSELF);
        refused(400, GONE, () -> calendar.update("ny", made.id(), map("appointmentStatus", "showed"), "t"));
        calendar.update("ny", made.id(), map("appointmentStatus", "showed", "ignoreFreeSlotValidation", true), "t");
        assertThat(calendar.read("ny", made.id()).status()).isEqualTo("showed");
    }

    @Test
    void aCancelledBookingFreesItsSlotAndStaysListed() {
        StoredEvent made = create("calendarId", "solo");
        calendar.update("ny", made.id(), map("appointmentStatus", "cancelled"), "t");
        StoredEvent next = create("calendarId", "solo");
        assertThat(eventsOf("solo")).extracting(StoredEvent::id).containsExactlyInAnyOrder(made.id(), next.id());
    }

    @Test
    void withoutThatQuirkWaivingTheSlotCheckTakesTheFirstMember() {
        calendar.quirks().without(Quirk.TEAM_MEMBER_NEEDED);
        create();
        create();
        assertThat(create("ignoreFreeSlotValidation", true).userId()).isEqualTo("ann");
    }

    @Test
    void freeSlotsSkipTheHourThatAClockChangeSkips() {
        Instant night = Instant.parse("2026-03-08T06:00:00Z");
        var days = calendar.freeSlots("ny", "solo", null, night, night.plus(Duration.ofHours(2)), newYork.zone());
        assertThat(days.get(LocalDate.of(2026, 3, 8))).containsExactly(
                "2026-03-08T01:00:00-05:00", "2026-03-08T01:30:00-05:00",
                "2026-03-08T03:00:00-04:00", "2026-03-08T03:30:00-04:00");
    }

    @Test
    void freeSlotsLeaveOutWhatIsTaken() {
        create("calendarId", "solo");
        Instant midnight = LocalDate.of(2026, 3, 2).atStartOfDay(newYork.zone()).toInstant();
        var days = calendar.freeSlots("ny", "solo", null, midnight, midnight.plus(Duration.ofDays(1)), newYork.zone());
        assertThat(days.get(LocalDate.of(2026, 3, 2)))
                .contains("2026-03-02T09:30:00-05:00", "2026-03-02T10:30:00-05:00")
                .doesNotContain("2026-03-02T10:00:00-05:00", "2026-03-02T08:30:00-05:00");
    }
}
