package dev.almanac.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Instant NOW = Instant.parse("2026-03-02T20:00:00Z");

    private final Visits visits = new Visits(Duration.ofDays(60), 1_000);

    @Test
    void whatIsOverAndStillOpenIsUnmarked() {
        put("new", "2026-03-02T15:00:00Z", "new");
        put("confirmed", "2026-03-02T14:00:00Z", "confirmed");
        put("marked", "2026-03-02T14:00:00Z", "showed");
        put("missed", "2026-03-02T14:00:00Z", "noshow");
        put("cancelled", "2026-03-02T14:00:00Z", "cancelled");
        put("strange", "2026-03-02T14:00:00Z", "rescheduled");
        put("under way", "2026-03-02T19:45:00Z", "confirmed");
        assertThat(unmarked()).containsExactly("confirmed", "new");
    }

    @Test
    void theDayIsTheLocationsOwn() {
        put("late", "2026-03-03T04:30:00Z", "confirmed");
        put("the day before", "2026-03-02T04:30:00Z", "confirmed");
        assertThat(visits.unmarked(DAY, "loc", NEW_YORK, NOW.plus(Duration.ofDays(1))))
                .extracting(Visit::id)
                .containsExactly("late");
    }

    @Test
    void theLatestStateCountsAlone() {
        put("a", "2026-03-02T14:00:00Z", "confirmed");
        put("a", "2026-03-01T14:00:00Z", "confirmed");
        assertThat(unmarked()).isEmpty();
        put("a", "2026-03-02T14:00:00Z", "confirmed");
        assertThat(unmarked()).containsExactly("a");
        visits.remove("a");
        visits.remove("a");
        assertThat(unmarked()).isEmpty();
        assertThat(visits.size()).isZero();
    }

    @Test
    void anotherLocationHasItsOwn() {
        put("a", "2026-03-02T14:00:00Z", "confirmed");
        assertThat(visits.unmarked(DAY, "elsewhere", NEW_YORK, NOW)).isEmpty();
    }

    @Test
    void hoursAreThoseOfTheWallClockOnBothSidesOfAClockChange() {
        // New York changes its clocks on the 8th of March: 14:00 is another instant of the day before and after.
        put("a", "2026-03-02T19:00:00Z", "noshow");
        put("b", "2026-03-09T18:30:00Z", "showed");
        put("c", "2026-03-09T18:59:59Z", "noshow");
        put("d", "2026-03-09T13:00:00Z", "confirmed");
        put("e", "2026-03-09T12:00:00Z", "cancelled");
        Instant later = Instant.parse("2026-03-10T00:00:00Z");
        assertThat(visits.byHour(DAY, DAY.plusDays(7), "loc", NEW_YORK, _ -> true, later))
                .containsExactly(
                        new HourOfWeek(DayOfWeek.MONDAY, 9, 0, 0, 1), new HourOfWeek(DayOfWeek.MONDAY, 14, 1, 2, 0));
        assertThat(visits.byHour(DAY, DAY.plusDays(6), "loc", NEW_YORK, _ -> true, later))
                .containsExactly(new HourOfWeek(DayOfWeek.MONDAY, 14, 0, 1, 0));
        assertThat(visits.byHour(DAY, DAY, "loc", NEW_YORK, visit -> visit.id().equals("b"), later)).isEmpty();
    }

    @Test
    void theRateIsThatOfTheFigures() {
        assertThat(new HourOfWeek(DayOfWeek.MONDAY, 9, 3, 1, 5).rate()).isEqualTo(0.25);
        assertThat(new HourOfWeek(DayOfWeek.MONDAY, 9, 0, 0, 5).rate()).isNull();
    }

    @Test
    void whatIsTooOldIsForgottenAndNotTakenInAgain() {
        put("old", "2026-01-01T14:00:00Z", "confirmed");
        put("young", "2026-03-02T14:00:00Z", "confirmed");
        visits.passTo(NOW);
        put("old", "2026-01-01T14:00:00Z", "confirmed");
        assertThat(visits.size()).isEqualTo(1);
        assertThat(visits.since()).isEqualTo(NOW.minus(Duration.ofDays(60)));
    }

    @Test
    void memoryIsBoundedAndAnswersSaySinceWhenTheyAreWhole() {
        Instant first = Instant.parse("2026-02-01T00:00:00Z");
        IntStream.range(0, 1_500).forEach(number ->
                visits.put(visit("v" + number, first.plus(Duration.ofMinutes(number)).toString(), "confirmed")));
        assertThat(visits.size()).isEqualTo(1_000);
        assertThat(visits.since()).isAfter(first.plus(Duration.ofMinutes(499)));
        assertThat(visits.since()).isBeforeOrEqualTo(first.plus(Duration.ofMinutes(500)));
        put("before it", "2026-02-01T00:00:00Z", "confirmed");
        assertThat(visits.size()).isEqualTo(1_000);
    }

    @Test
    void itCanBeReadAnewFromTheStart() {
        put("a", "2026-03-02T14:00:00Z", "confirmed");
        visits.passTo(NOW);
        visits.clear();
        assertThat(unmarked()).isEmpty();
        put("a", "2026-01-01T14:00:00Z", "confirmed");
        assertThat(visits.size()).isEqualTo(1);
    }

    private Iterable<String> unmarked() {
        return visits.unmarked(DAY, "loc", NEW_YORK, NOW).stream().map(Visit::id).toList();
    }

    private void put(String id, String start, String status) {
        visits.put(visit(id, start, status));
    }

    private static Visit visit(String id, String start, String status) {
        Instant from = Instant.parse(start);
        return new Visit(id, "loc", "cal", "ann", "contact", from, from.plus(Duration.ofMinutes(30)), status);
    }
}
