package dev.almanac.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.AnAppointment;
import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.Poll.Content;
import dev.almanac.change.Poll.Reach;
import dev.almanac.location.Location;
import dev.almanac.location.PollSettings;
import dev.almanac.location.Polling;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PollScheduleTest {
    private static final Instant T0 = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration NEAR = PollSettings.DEFAULT.nearInterval();
    private static final Duration FAR = PollSettings.DEFAULT.farInterval();

    private final PollSchedule schedule = new PollSchedule();

    @Test
    void everyOwnerIsDueAtOnceNearWindowsFirst() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1", "c2"), T0);

        List<Poll> polls = due(T0);

        assertThat(polls).hasSize(8).doesNotHaveDuplicates();
        assertThat(polls.subList(0, 4)).allMatch(poll -> poll.reach() == Reach.NEAR);
        assertThat(polls.subList(4, 8)).allMatch(poll -> poll.reach() == Reach.FAR);
        assertThat(due(T0)).isEmpty();
    }

    @Test
    void usersAndGroupsAreAskedForToo() {
        schedule.configure(
                new Location(
                        "loc", ZoneOffset.UTC, "token", Map.of(), Map.of(), Map.of("u", Optional.empty()), List.of("g"),
                        null, Polling.NAMED_ONLY, Duration.ZERO),
                T0);

        assertThat(due(T0)).extracting(poll -> poll.owner() + " " + poll.content() + " " + poll.reach())
                .containsExactlyInAnyOrder(
                        "user u APPOINTMENTS NEAR", "user u BLOCKED_TIME NEAR", "user u APPOINTMENTS FAR",
                        "user u BLOCKED_TIME FAR", "group g APPOINTMENTS NEAR", "group g APPOINTMENTS FAR");
    }

    @Test
    void aPollIsDueAgainAnIntervalAfterItWasTaken() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        due(T0.plusSeconds(5));

        assertThat(due(T0.plusSeconds(5).plus(NEAR).minusMillis(1))).isEmpty();
        assertThat(due(T0.plusSeconds(5).plus(NEAR))).hasSize(2).allMatch(poll -> poll.reach() == Reach.NEAR);
        assertThat(due(T0.plusSeconds(5).plus(FAR))).hasSize(4);
    }

    @Test
    void theNearWindowThatHasWaitedLongestGoesFirst() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1", "c2"), T0);
        List<Poll> first = due(T0);

        List<Poll> second = due(T0.plus(NEAR));

        assertThat(second).isEqualTo(first.subList(0, 4));
    }

    @Test
    void aBudgetTooSmallForTheNearWindowsLeavesNoFarOneUnseen() {
        String[] calendars = new String[100];
        Arrays.setAll(calendars, i -> "c" + i);
        schedule.configure(location(Polling.NAMED_ONLY, calendars), T0);
        Map<Poll, Integer> polled = new HashMap<>();
        // 200 near windows a minute are wanted, and one a second is affordable.
        for (int second = 0; second < 2 * 3600; second++) {
            schedule.next(T0.plusSeconds(second)).ifPresent(poll -> polled.merge(poll, 1, Integer::sum));
        }

        assertThat(polled).hasSize(400);
        Map<Reach, Integer> shares = polled.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getKey().reach(), Collectors.summingInt(Map.Entry::getValue)));
        assertThat(shares.get(Reach.NEAR)).isGreaterThan(5 * shares.get(Reach.FAR));
    }

    @Test
    void nothingAnsweredIsAskedAgainAfterAWaitThatDoublesUpToTheInterval() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        Poll poll = due(T0).getFirst();
        List<Long> waits = new ArrayList<>();
        Instant now = T0;
        for (int i = 0; i < 9; i++) {
            schedule.retry(poll, now, Duration.ofSeconds(1));
            Instant asked = now;
            do {
                now = now.plusMillis(500);
            } while (!due(now).contains(poll));
            waits.add(Duration.between(asked, now).toSeconds());
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void anAnswerEndsTheDoubling() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        Poll poll = due(T0).getFirst();
        schedule.retry(poll, T0, Duration.ofSeconds(1));
        schedule.retry(poll, T0, Duration.ofSeconds(1));
        schedule.answered(poll, T0);
        schedule.retry(poll, T0, Duration.ofSeconds(1));

        assertThat(due(T0.plusSeconds(1))).containsExactly(poll);
    }

    @Test
    void anOwnerNoLongerNamedIsForgottenEvenIfItsAnswerIsStillToCome() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1", "c2"), T0);
        due(T0);
        schedule.configure(location(Polling.NAMED_ONLY, "c2"), T0);
        schedule.retry(poll("c1", Content.APPOINTMENTS, Reach.NEAR), T0, Duration.ofSeconds(1));

        assertThat(due(T0.plus(FAR))).hasSize(4).allMatch(poll -> poll.owner().id().equals("c2"));
    }

    @Test
    void aNewOwnerIsDueAtOnceAndTheOthersWhenTheyWere() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        due(T0);
        schedule.configure(location(Polling.NAMED_ONLY, "c1", "c2"), T0.plusSeconds(1));

        assertThat(due(T0.plusSeconds(1))).hasSize(4).allMatch(poll -> poll.owner().id().equals("c2"));
        assertThat(due(T0.plus(NEAR))).hasSize(2).allMatch(poll -> poll.owner().id().equals("c1"));
    }

    @Test
    void otherIntervalsOrWindowsCountAtOnce() {
        PollSettings rare = settings(Duration.ofDays(1), Duration.ofDays(1));
        schedule.configure(location(rare, "c1"), T0);
        due(T0);
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0.plusSeconds(1));

        assertThat(due(T0.plusSeconds(1))).hasSize(4);
        assertThat(due(T0.plusSeconds(1).plus(NEAR))).hasSize(2);
    }

    @Test
    void theSameSettingsAgainChangeNothing() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        due(T0);
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0.plusSeconds(1));

        assertThat(due(T0.plusSeconds(1))).isEmpty();
    }

    @Test
    void aDayOfPollingKeepsWithinItsShareOfTheAllowance() {
        assertThat(pollsOfADay(3000, 0)).isBetween(2500, 2700 + 12);
    }

    @Test
    void whatCommandsTakeFromTheDayIsTakenFromPollingAndNotFromLaterCommands() {
        assertThat(pollsOfADay(3000, 1000)).isBetween(1500, 1700 + 12);
        assertThat(pollsOfADay(3000, 2700)).isLessThanOrEqualTo(12);
    }

    @Test
    void pollingKeepsToItsShareOfTheDayHoweverMuchIsLeft() {
        assertThat(pollsOfADay(PollSettings.DEFAULT, 10_000, 0)).isBetween(900, 1000);
    }

    @Test
    void whatIsFoundIsPolledUntilItIsThereNoMore() {
        schedule.configure(location(PollSettings.DEFAULT, "c1"), T0);
        due(T0);
        schedule.found(new FoundOwners(Set.of("c1", "c2"), Set.of("u1")), T0);
        assertThat(due(T0)).extracting(poll -> poll.owner().id()).containsOnly("c2", "u1").hasSize(8);

        schedule.found(new FoundOwners(Set.of("c1"), Set.of("u1")), T0);
        assertThat(schedule.covers(AnAppointment.of("a").calendarId("c2").assignedUserId("u2").build(), T0)).isFalse();
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        assertThat(due(T0)).extracting(poll -> poll.owner().id()).containsOnly("c1");
    }

    private int pollsOfADay(int limit, int commands) {
        return pollsOfADay(Polling.NAMED_ONLY, limit, commands);
    }

    /// With commands in the first hour.
    private int pollsOfADay(PollSettings settings, int limit, int commands) {
        schedule.configure(location(settings, "c1", "c2", "c3"), T0);
        int polls = 0;
        for (int second = 0; second < 86400; second++) {
            int used = polls + Math.min(commands, commands * second / 3600);
            schedule.fitInto(new DayAllowance(limit, limit - used, Duration.ofSeconds(86400 - second)));
            polls += due(T0.plusSeconds(second)).size();
        }
        return polls;
    }

    @Test
    void whatWasSeenIsAsOldAsTheOldestFetchOfItsReach() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        List<Poll> near = due(T0).stream().filter(poll -> poll.reach() == Reach.NEAR).toList();
        schedule.answered(near.get(0), T0.plusSeconds(1));
        assertThat(schedule.seenSince(Reach.NEAR)).isEmpty();

        schedule.answered(near.get(1), T0.plusSeconds(5));
        assertThat(schedule.seenSince(Reach.NEAR)).contains(T0.plusSeconds(1));
        schedule.answered(near.get(0), T0.plusSeconds(9));
        assertThat(schedule.seenSince(Reach.NEAR)).contains(T0.plusSeconds(5));
        assertThat(schedule.seenSince(Reach.FAR)).isEmpty();
    }

    @Test
    void itRestsWhereOnlyCommandsHaveSomethingLeftAndGoesOnWithTheNextDay() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        schedule.fitInto(new DayAllowance(1000, 100, Duration.ofHours(1)));
        assertThat(due(T0)).isEmpty();

        schedule.fitInto(new DayAllowance(1000, 1000, Duration.ofDays(1)));
        assertThat(due(T0)).hasSize(4);
    }

    @Test
    void noIntervalReachesBeyondTheNextDay() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        schedule.fitInto(new DayAllowance(1000, 101, Duration.ofHours(1)));
        due(T0);

        assertThat(due(T0.plus(Duration.ofHours(1)))).hasSize(4);
    }

    @Test
    void anAmpleAllowanceStretchesNothing() {
        schedule.configure(location(Polling.NAMED_ONLY, "c1"), T0);
        schedule.fitInto(new DayAllowance(300, 300, Duration.ofDays(1)));
        due(T0);
        assertThat(due(T0.plus(NEAR))).isEmpty();
        schedule.fitInto(new DayAllowance(200_000, 200_000, Duration.ofDays(1)));
        due(T0.plus(Duration.ofDays(1)));
        assertThat(due(T0.plus(Duration.ofDays(1)).plus(NEAR))).hasSize(2);
    }

    @Test
    void whatIsPolledCoversTheAppointmentsOfItsOwnersInTheFarWindow() {
        schedule.configure(location(Polling.NAMED_ONLY, "cal"), T0);

        assertThat(schedule.covers(AnAppointment.of("a").build(), T0)).isTrue();
        assertThat(schedule.covers(AnAppointment.of("a").calendarId("unwatched").build(), T0)).isFalse();
        assertThat(schedule.covers(AnAppointment.of("a").from("2026-09-01T10:00:00Z").build(), T0)).isFalse();
        assertThat(schedule.window(Reach.NEAR, T0).from()).isEqualTo(T0.minus(PollSettings.DEFAULT.nearPast()));
        assertThat(schedule.window(Reach.FAR, T0).to()).isEqualTo(T0.plus(PollSettings.DEFAULT.farFuture()));
    }

    private List<Poll> due(Instant now) {
        List<Poll> polls = new ArrayList<>();
        for (Optional<Poll> next = schedule.next(now); next.isPresent(); next = schedule.next(now)) {
            polls.add(next.get());
        }
        return polls;
    }

    private static Poll poll(String calendar, Content content, Reach reach) {
        return new Poll(new WindowOwner(WindowOwner.Kind.CALENDAR, calendar), content, reach);
    }

    private static PollSettings settings(Duration near, Duration far) {
        PollSettings usual = PollSettings.DEFAULT;
        return new PollSettings(near, usual.nearPast(), usual.nearFuture(), far, usual.farPast(), usual.farFuture(), 90,
                false);
    }

    private static Location location(PollSettings settings, String... calendars) {
        return new Location(
                "loc", ZoneOffset.UTC, "token",
                Arrays.stream(calendars).collect(Collectors.toMap(id -> id, _ -> Optional.empty())), Map.of(),
                Map.of(), List.of(), null, settings, Duration.ZERO);
    }
}
