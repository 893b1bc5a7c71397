package dev.almanac.shard;

import static dev.almanac.shard.PlayedFeed.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Request;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentChange.Kind;
import dev.almanac.change.Poll;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Operation;
import dev.almanac.dev.StepwiseApi;
import dev.almanac.dev.StoredEvent;
import dev.almanac.dev.VendorAnswer;
import dev.almanac.dev.VendorCalendar;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorToken;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What the feed tells of days in a calendar, in played time.
class PlayedFeedTest {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration NEAR = PollSettings.DEFAULT.nearInterval();
    private static final Set<Operation> POLLS = Set.of(Operation.LIST_EVENTS, Operation.LIST_BLOCKED);

    @Test
    void whatPeopleDoIsToldAsWhatItIsWithinANearInterval() {
        PlayedFeed feed = new PlayedFeed(vendor(2, 2), location(2, 2, PollSettings.DEFAULT), PlayedFeed.Faults.NONE);
        String id = book(feed, "cal-0", "user-0", START.plus(Duration.ofHours(4)));
        feed.run(Duration.ofMinutes(2), TICK);
        assertThat(kinds(feed)).containsExactly(Kind.SNAPSHOT);

        told(feed, () -> feed.people().reschedule(id, START.plus(Duration.ofHours(6))), Kind.RESCHEDULED);
        told(feed, () -> feed.people().moveToCalendar(id, "cal-1"), Kind.REASSIGNED);
        told(feed, () -> feed.people().reassign(id, "user-1"), Kind.REASSIGNED);
        told(feed, () -> feed.people().cancel(id), Kind.STATUS_CHANGED);
        told(feed, () -> feed.people().edit(id, "title", "Another"), Kind.EDITED);
        told(feed, () -> feed.people().delete(id), Kind.REMOVED);
        AppointmentChange back = told(feed, () -> feed.people().restore(id), Kind.APPEARED);
        assertThat(back.before().removed()).isTrue();
        AppointmentChange away =
                told(feed, () -> feed.people().reschedule(id, START.plus(Duration.ofDays(200))), Kind.RESCHEDULED);
        assertThat(away.after().inWindow()).isFalse();
        AppointmentChange here =
                told(feed, () -> feed.people().reschedule(id, START.plus(Duration.ofHours(9))), Kind.RESCHEDULED);
        assertThat(here.after().inWindow()).isTrue();
        AppointmentChange made =
                told(feed, () -> book(feed, "cal-0", "user-0", START.plus(Duration.ofHours(5))), Kind.APPEARED);
        assertThat(made.after().sequence()).isEqualTo(1);

        assertThat(feed.aftermath().brokenFeed()).isEmpty();
    }

    @Test
    void tenThousandFaultyAnswersRemoveNothingAndLoseNothing() {
        PlayedFeed feed = faultyDays(new Struck(7), 10_000, false);

        assertThat(feed.aftermath().brokenFeed()).isEmpty();
        assertThat(feed.told).extracting(told -> told.change().kind())
                .contains(Kind.APPEARED, Kind.REMOVED, Kind.RESCHEDULED, Kind.STATUS_CHANGED, Kind.REASSIGNED);
    }

    /// The judge is worth something: a reading that lies is found out.
    @Test
    void aRemovalThatWasNoneWouldBeSeen() {
        PlayedFeed feed = faultyDays(new Struck(8), 1_000, true);

        assertThat(feed.aftermath().brokenFeed()).anySatisfy(line -> assertThat(line).contains("called removed"));
    }

    @Test
    void aListThatIsEmptyByMistakeCostsAHundredReadings() {
        OneEmptyList faults = new OneEmptyList();
        PlayedFeed feed = new PlayedFeed(vendor(1, 1), location(1, 0, PollSettings.DEFAULT), faults);
        for (int i = 0; i < 3_000; i++) {
            book(feed, "cal-0", "user-0", START.plus(Duration.ofMinutes(20L * i)));
        }
        feed.run(Duration.ofMinutes(2), TICK);
        assertThat(feed.told).hasSize(3_000);
        int before = feed.calendar.ledger().requests(Operation.READ).size();
        faults.due = true;
        feed.run(Duration.ofHours(1), Duration.ofSeconds(1));

        assertThat(faults.due).isFalse();
        assertThat(feed.told).hasSize(3_000);
        int readings = feed.calendar.ledger().requests(Operation.READ).size() - before;
        // Until the next list of the far window shows them, after a quarter of an hour.
        assertThat(readings).isBetween(100, 100 + 250);
        assertThat(feed.aftermath().brokenFeed()).isEmpty();
    }

    @Test
    void hundredsOfDeletionsAreAllToldInTheEnd() {
        PlayedFeed feed = new PlayedFeed(vendor(1, 1), location(1, 0, PollSettings.DEFAULT), PlayedFeed.Faults.NONE);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ids.add(book(feed, "cal-0", "user-0", START.plus(Duration.ofMinutes(5L * i))));
        }
        feed.run(Duration.ofMinutes(5), TICK);
        ids.forEach(feed.people()::delete);
        feed.run(NEAR.plusSeconds(90), TICK);
        assertThat(kinds(feed)).filteredOn(kind -> kind == Kind.REMOVED).as("at once").hasSizeBetween(100, 140);
        feed.run(Duration.ofMinutes(30), TICK);

        assertThat(kinds(feed)).filteredOn(kind -> kind == Kind.REMOVED).hasSize(400);
        assertThat(feed.aftermath().brokenFeed()).isEmpty();
    }

    @Test
    void whatWasInACalendarThatIsDeletedIsToldAsRemoved() {
        DeletedCalendar faults = new DeletedCalendar("cal-1");
        PlayedFeed feed = new PlayedFeed(vendor(2, 1), location(2, 0, PollSettings.DEFAULT), faults);
        String kept = book(feed, "cal-0", "user-0", START.plus(Duration.ofHours(4)));
        String gone = book(feed, "cal-1", "user-0", START.plus(Duration.ofHours(5)));
        feed.run(Duration.ofMinutes(2), TICK);
        faults.deleted = true;
        feed.people().delete(gone);
        feed.run(NEAR.plusSeconds(1), TICK);

        assertThat(feed.aftermath().rows().get(gone).removed()).isTrue();
        assertThat(feed.aftermath().rows().get(kept).removed()).isFalse();
    }

    /// A calendar whose lists are refused.
    private static final class DeletedCalendar implements PlayedFeed.Faults {
        private final String calendar;
        private boolean deleted;

        private DeletedCalendar(String calendar) {
            this.calendar = calendar;
        }

        @Override
        public PlayedFeed.Outcome strike(Call call, StepwiseApi.Arrival arrival) {
            boolean refused = deleted && call.request() instanceof Request.ListAppointments(var owner, _)
                    && owner.id().equals(calendar);
            return refused
                    ? new PlayedFeed.Answered(arrival.error(400, "Calendar not found"))
                    : PlayedFeed.Faults.NONE.strike(call, arrival);
        }
    }

    /// Once, a far window that is empty by mistake.
    private static final class OneEmptyList implements PlayedFeed.Faults {
        private boolean due;

        @Override
        public PlayedFeed.Outcome strike(Call call, StepwiseApi.Arrival arrival) {
            boolean far = call.purpose() instanceof Purpose.ForPoll poll && poll.poll().reach() == Poll.Reach.FAR
                    && call.request() instanceof Request.ListAppointments;
            if (!due || !far) {
                return PlayedFeed.Faults.NONE.strike(call, arrival);
            }
            due = false;
            return new PlayedFeed.Answered(
                    new VendorAnswer(200, arrival.perform().headers(), "{\"events\":[],\"traceId\":\"t\"}"));
        }
    }

    @Test
    void aHundredCalendarsAndFortyUsersTakeATenthOfTheDay() {
        PollSettings usual = PollSettings.DEFAULT;
        PlayedFeed feed = new PlayedFeed(vendor(100, 40), location(100, 40, usual), PlayedFeed.Faults.NONE);
        Random random = new Random(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.add(book(feed, "cal-" + i % 100, "user-" + i % 40, START.plus(Duration.ofMinutes(30L * i))));
        }
        Duration oldestNear = Duration.ZERO;
        for (int hour = 0; hour < 24; hour++) {
            feed.people().reschedule(
                    ids.get(random.nextInt(ids.size())), START.plus(Duration.ofMinutes(random.nextInt(20_000))));
            feed.run(Duration.ofHours(1), Duration.ofSeconds(1));
            Instant near = feed.statuses().getFirst().nearSeenAt();
            if (hour > 0) {
                Duration age = Duration.between(near, feed.time.instant());
                oldestNear = age.compareTo(oldestNear) > 0 ? age : oldestNear;
            }
        }

        int requests = feed.calendar.ledger().requests().size();
        assertThat(requests).isBetween(18_000, 20_000);
        // The page for consumers states it.
        assertThat(oldestNear).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(25));
        assertThat(feed.aftermath().brokenFeed()).isEmpty();
    }

    @Test
    void whatTheSettingsDoNotNameIsFoundUnlessThatIsNotWanted() {
        for (boolean discover : List.of(true, false)) {
            PlayedFeed feed = new PlayedFeed(
                    vendor(2, 1), location(0, 0, polling(NEAR, 10, discover)), PlayedFeed.Faults.NONE);
            book(feed, "cal-1", "user-0", START.plus(Duration.ofHours(4)));
            feed.people().syncBusy(
                    "loc", "user-0", START.plus(Duration.ofHours(1)), START.plus(Duration.ofHours(2)), "Busy", null);
            feed.run(Duration.ofMinutes(5), TICK);

            Set<String> asked = feed.calendar.ledger().requests().stream()
                    .filter(request -> POLLS.contains(request.operation()))
                    .flatMap(request -> request.query().entrySet().stream())
                    .filter(entry -> Set.of("calendarId", "userId").contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .collect(Collectors.toSet());
            assertThat(asked).isEqualTo(discover ? Set.of("cal-0", "cal-1", "user-0") : Set.of());
            assertThat(kinds(feed)).hasSize(discover ? 1 : 0);
        }
    }

    @Test
    void aTokenThatMayNotListCalendarsPollsWhatIsNamed() {
        VendorLocation vendor = vendor(1, 1).withTokens(
                new VendorToken("token-loc", Set.of(VendorToken.READ_EVENTS, VendorToken.WRITE_EVENTS)));
        PlayedFeed feed = new PlayedFeed(vendor, location(1, 0, PollSettings.DEFAULT), PlayedFeed.Faults.NONE);
        book(feed, "cal-0", "user-0", START.plus(Duration.ofHours(4)));
        feed.run(Duration.ofMinutes(10), TICK);

        assertThat(kinds(feed)).containsExactly(Kind.SNAPSHOT);
        assertThat(feed.calendar.ledger().requests(Operation.LIST_CALENDARS)).hasSize(1);
        assertThat(feed.statuses()).extracting(LocationStatus::state).containsExactly(LocationStatus.State.SERVED);
    }

    @Test
    void whatIsOverIsForgottenAndWhatIsNotIsKept() {
        PollSettings usual = PollSettings.DEFAULT;
        PlayedFeed feed = new PlayedFeed(
                vendor(1, 1), location(1, 1, polling(Duration.ofHours(2), 10, false)), PlayedFeed.Faults.NONE);
        String over = book(feed, "cal-0", "user-0", START.plus(Duration.ofHours(4)));
        String gone = book(feed, "cal-0", "user-0", START.plus(Duration.ofDays(60)));
        String ahead = book(feed, "cal-0", "user-0", START.plus(Duration.ofDays(61)));
        feed.run(Duration.ofHours(3), Duration.ofMinutes(1));
        feed.people().delete(gone);
        feed.run(Duration.ofHours(3), Duration.ofMinutes(1));
        assertThat(feed.aftermath().rows()).containsOnlyKeys(over, gone, ahead);

        feed.run(usual.farPast().plusDays(6), Duration.ofMinutes(15));
        assertThat(feed.aftermath().rows()).containsOnlyKeys(over, gone, ahead);
        feed.run(Duration.ofDays(2), Duration.ofMinutes(15));

        assertThat(feed.aftermath().rows()).containsOnlyKeys(ahead);
        assertThat(kinds(feed)).as("nothing happened to them").hasSize(4);
    }

    private static PlayedFeed faultyDays(Struck faults, int most, boolean lie) {
        PlayedFeed feed = new PlayedFeed(
                vendor(3, 3), location(3, 3, polling(Duration.ofSeconds(5), 90, false)), faults);
        Random people = new Random(3);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(book(feed, "cal-" + i % 3, "user-" + i % 3, START.plus(Duration.ofMinutes(60L * i))));
        }
        feed.run(Duration.ofMinutes(5), TICK);
        faults.striking = true;
        faults.lying = lie;
        while (faults.polls < most) {
            live(feed, people, ids);
            feed.run(Duration.ofSeconds(people.nextInt(60)), TICK);
        }
        faults.striking = false;
        faults.lying = false;
        feed.run(Duration.ofHours(3), Duration.ofSeconds(1));
        return feed;
    }

    private static void live(PlayedFeed feed, Random random, List<String> ids) {
        String id = ids.get(random.nextInt(ids.size()));
        Instant somewhen = START.plus(Duration.ofMinutes(random.nextInt(20_000)));
        switch (random.nextInt(9)) {
            case 0 -> ids.add(book(feed, "cal-" + random.nextInt(3), "user-" + random.nextInt(3), somewhen));
            case 1 -> feed.people().reschedule(id, somewhen);
            case 2 -> feed.people().moveToCalendar(id, "cal-" + random.nextInt(3));
            case 3 -> feed.people().reassign(id, "user-" + random.nextInt(3));
            case 4 -> feed.people().mark(id, random.nextBoolean() ? "cancelled" : "confirmed");
            case 5 -> feed.people().edit(id, "title", "Title " + random.nextInt(100));
            case 6 -> feed.people().delete(id);
            case 7 -> feed.people().restore(id);
            default -> {}
        }
    }

    /// Every poll fails in one way or the other.
    private static final class Struck implements PlayedFeed.Faults {
        private static final int WAYS = 8;
        private final Random random;
        boolean striking;
        boolean lying;
        int polls;

        Struck(long seed) {
            this.random = new Random(seed);
        }

        @Override
        public PlayedFeed.Outcome strike(Call call, StepwiseApi.Arrival arrival) {
            boolean read = call.request() instanceof Request.ReadAppointment;
            if (read && lying && random.nextInt(20) == 0) {
                return new PlayedFeed.Answered(arrival.error(404, "Event not found"));
            }
            if (!striking || read) {
                return PlayedFeed.Faults.NONE.strike(call, arrival);
            }
            polls++;
            int way = random.nextInt(WAYS);
            VendorAnswer answer = arrival.perform();
            return switch (way) {
                case 0 -> new PlayedFeed.Answered(with(answer, 200, "{\"events\":[],\"traceId\":\"t\"}"));
                case 1 -> new PlayedFeed.Answered(with(
                        answer, 200, answer.body().substring(0, random.nextInt(answer.body().length()))));
                case 2 -> new PlayedFeed.Answered(arrival.html(random.nextBoolean() ? 200 : 502));
                case 3 -> new PlayedFeed.Answered(arrival.performDropping(0.5, random.nextLong()));
                case 4 -> new PlayedFeed.Answered(arrival.error(500 + random.nextInt(5), "Internal server error"));
                case 5 -> new PlayedFeed.Silence();
                case 6 -> new PlayedFeed.Broken();
                default -> new PlayedFeed.Answered(arrival.performAsOf(Duration.ofSeconds(random.nextInt(600))));
            };
        }

        private static VendorAnswer with(VendorAnswer answer, int status, String body) {
            return new VendorAnswer(status, answer.headers(), body);
        }
    }

    /// Waits until it is told, and no longer than it may take.
    private static AppointmentChange told(PlayedFeed feed, Runnable deed, Kind kind) {
        feed.run(Duration.ofMillis(17_300), TICK);
        int before = feed.told.size();
        deed.run();
        feed.run(NEAR.plusSeconds(1), TICK);
        assertThat(feed.told).as("what is told of one deed within a near interval and a second").hasSize(before + 1);
        AppointmentChange change = feed.told.getLast().change();
        assertThat(change.kind()).isEqualTo(kind);
        Ledger.Effect effect = feed.calendar.ledger().effects().getLast();
        assertThat(feed.told.getLast().at()).isBefore(effect.at().plus(NEAR).plusSeconds(1));
        return change;
    }

    private static List<Kind> kinds(PlayedFeed feed) {
        return feed.told.stream().map(told -> told.change().kind()).toList();
    }

    private static String book(PlayedFeed feed, String calendar, String user, Instant start) {
        StoredEvent booked = feed.people().book("loc", calendar, user, "contact-1", start);
        return booked.id();
    }

    private static PollSettings polling(Duration near, int dailyPercent, boolean discover) {
        PollSettings usual = PollSettings.DEFAULT;
        return new PollSettings(
                near, usual.nearPast(), usual.nearFuture(), usual.farInterval(), usual.farPast(), usual.farFuture(),
                dailyPercent, discover);
    }

    private static VendorLocation vendor(int calendars, int users) {
        String[] team = ids("user-", users).toArray(String[]::new);
        return VendorLocation.of(
                "loc", ZoneId.of("America/New_York"),
                ids("cal-", calendars).stream().map(id -> VendorCalendar.of(id, "round_robin", team)).toList(),
                List.of());
    }

    private static Location location(int calendars, int users, PollSettings polling) {
        return new Location(
                "loc", ZoneId.of("America/New_York"), "token-loc", none(ids("cal-", calendars)), Map.of(),
                none(ids("user-", users)), List.of(), null, polling, Duration.ZERO);
    }

    private static List<String> ids(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
    }

    private static <T> Map<String, Optional<T>> none(List<String> ids) {
        return ids.stream().collect(Collectors.toMap(id -> id, _ -> Optional.empty()));
    }
}
