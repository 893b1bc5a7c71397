package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.Utilization.Figures;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UtilizationFiguresTest {
    private static final OpeningHours NINE_TO_FIVE = Rows.daily("09:00-17:00");
    private static final Location NEW_YORK =
            Rows.location("America/New_York", NINE_TO_FIVE, Map.of("ann", Optional.empty()));
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

    @Test
    void aDoubleBookingCountsOnceInTheUnionAndTwiceInTheSum() {
        assertThat(ann(june("a", "10:00", "11:00").booking(), june("b", "10:30", "11:30").booking()))
                .isEqualTo(minutes(480, 0, 90, 120, 0, 2));
    }

    @Test
    void blockedTimeWithinTheHoursCountsOnce() {
        assertThat(ann(
                        june("a", "10:00", "11:00").booking(),
                        june("x", "08:00", "10:00").blocking(),
                        june("y", "09:30", "10:30").blocking()))
                .isEqualTo(minutes(390, 90, 60, 60, 0, 1));
    }

    @Test
    void bookedOverBlockedIsStillBooked() {
        Figures figures = ann(june("a", "09:00", "11:00").booking(), june("x", "10:00", "17:00").blocking());
        assertThat(figures).isEqualTo(minutes(60, 420, 120, 120, 0, 1));
        assertThat(figures.ratio()).isCloseTo(2.0, within(1e-9));
    }

    @Test
    void aDayBlockedAsAWholeHasNoRatio() {
        assertThat(ann(june("a", "09:00", "10:00").booking(), june("x", "00:00", "23:59").blocking()).ratio()).isNull();
    }

    @Test
    void noShowTimeIsAUnionOfItsOwn() {
        assertThat(ann(
                        june("a", "10:00", "11:00").status("noshow").booking(),
                        june("b", "10:30", "11:30").status("noshow").booking(),
                        june("c", "12:00", "12:30").status("showed").booking()))
                .isEqualTo(minutes(480, 0, 120, 150, 90, 3));
    }

    @Test
    void cancelledInvalidAndEndlessOnesTakeUpNoTime() {
        assertThat(ann(
                        june("a", "10:00", "11:00").status("cancelled").booking(),
                        june("b", "10:00", "11:00").status("invalid").booking(),
                        june("c", "10:00", "11:00").moved("2026-06-01T10:00:00-04:00", null).booking()))
                .isEqualTo(minutes(480, 0, 0, 0, 0, 0));
    }

    @Test
    void removedAndDeletedBlocksDoNotCount() {
        assertThat(Block.of(june("x", "10:00", "11:00").gone().block())).isEmpty();
        assertThat(Block.of(june("x", "10:00", "11:00").softDeleted().block())).isEmpty();
        assertThat(Block.of(june("x", "10:00", "10:00").block())).isEmpty();
        assertThat(Block.of(june("x", "10:00", "11:00").block())).isPresent();
    }

    @Test
    void overMidnightEachDayGetsItsPart() {
        Entry night = Rows.of("a", "2026-06-01T22:30:00-04:00", "2026-06-02T01:00:00-04:00").booking();
        assertThat(of(NEW_YORK, Scope.USER, "ann", DAY, night).booked()).isEqualTo(Duration.ofMinutes(90));
        assertThat(of(NEW_YORK, Scope.USER, "ann", DAY.plusDays(1), night).booked()).isEqualTo(Duration.ofMinutes(60));
        assertThat(of(NEW_YORK, Scope.USER, "ann", DAY.plusDays(2), night).appointments()).isZero();
    }

    @Test
    void aNightOfAClockChangeIsAsLongAsItWas() {
        Location allDay = Rows.location("America/New_York", Rows.daily("00:00-24:00"), Map.of());
        // 01:00 to 03:00 by the clock: one hour when an hour is skipped, three when one is repeated.
        Entry spring = Rows.of("a", "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00").booking();
        Entry autumn = Rows.of("b", "2026-11-01T01:00:00-04:00", "2026-11-01T03:00:00-05:00").booking();
        assertThat(of(allDay, Scope.USER, "ann", LocalDate.of(2026, 3, 8), spring))
                .isEqualTo(minutes(1380, 0, 60, 60, 0, 1));
        assertThat(of(allDay, Scope.USER, "ann", LocalDate.of(2026, 11, 1), autumn))
                .isEqualTo(minutes(1500, 0, 180, 180, 0, 1));
    }

    @Test
    void berlinChangesItsClockOnOtherDays() {
        Location berlin = Rows.location("Europe/Berlin", Rows.daily("00:00-24:00"), Map.of());
        Entry spring = Rows.of("a", "2026-03-28T23:00:00+01:00", "2026-03-29T04:00:00+02:00").booking();
        Entry autumn = Rows.of("x", "2026-10-25T00:00:00+02:00", "2026-10-25T03:00:00+01:00").blocking();
        assertThat(of(berlin, Scope.USER, "ann", LocalDate.of(2026, 3, 29), spring))
                .isEqualTo(minutes(1380, 0, 180, 180, 0, 1));
        assertThat(of(berlin, Scope.USER, "ann", LocalDate.of(2026, 10, 25), autumn))
                .isEqualTo(minutes(1260, 240, 0, 0, 0, 0));
    }

    @Test
    void withoutHoursNothingIsAvailableToCompareWith() {
        Location unknown = Rows.location("America/New_York", null, Map.of());
        Figures figures = of(unknown, Scope.USER, "ann", DAY,
                june("a", "10:00", "11:00").booking(), june("x", "20:00", "22:00").blocking());
        assertThat(figures).isEqualTo(new Figures(
                null, Duration.ofHours(2), Duration.ofHours(1), Duration.ofHours(1), Duration.ZERO, 1));
        assertThat(figures.ratio()).isNull();
    }

    @Test
    void ownHoursComeBeforeTheLocations() {
        Location own = Rows.location("America/New_York", NINE_TO_FIVE,
                Map.of("ann", Optional.of(Rows.daily("08:00-10:00,12:00-13:00"))));
        assertThat(of(own, Scope.USER, "ann", DAY).available()).isEqualTo(Duration.ofHours(3));
    }

    @Test
    void aLocationIsTheSumOfItsWatchedUsersIdleOnesIncluded() {
        Location two = Rows.location("America/New_York", NINE_TO_FIVE, Map.of("ann", Optional.empty(), "bob",
        Optional.empty()));
        assertThat(of(two, Scope.LOCATION, "loc", DAY,
                        june("a", "10:00", "11:00").booking(),
                        june("b", "10:00", "11:00").user("eve").booking(),
                        june("c", "10:00", "11:00").user(null).booking()))
                .isEqualTo(minutes(960, 0, 60, 60, 0, 1));
    }

    @Test
    void aLocationThatNamesNoUsersIsTheSumOfThoseSeen() {
        Location open = Rows.location("America/New_York", NINE_TO_FIVE, Map.of());
        assertThat(of(open, Scope.LOCATION, "loc", DAY,
                        june("a", "10:00", "11:00").booking(),
                        june("b", "10:00", "11:00").user("bob").booking()))
                .isEqualTo(minutes(960, 0, 120, 120, 0, 2));
        assertThat(of(open, Scope.LOCATION, "loc", DAY, june("c", "10:00", "11:00").user(null).booking()).available())
                .isNull();
    }

    @Test
    void oneUsersUnknownHoursMakeTheLocationsUnknown() {
        Location half = Rows.location("America/New_York", null, Map.of("ann", Optional.of(NINE_TO_FIVE), "bob",
        Optional.empty()));
        assertThat(of(half, Scope.LOCATION, "loc", DAY, june("a", "10:00", "11:00").booking()).available()).isNull();
    }

    @Test
    void aCalendarHasARatioOnlyWithHoursOfItsOwn() {
        Location hours = Rows.location("loc", "America/New_York", NINE_TO_FIVE, Map.of(),
                Map.of("cal", Optional.of(Rows.daily("10:00-12:00"))));
        Entry booked = june("a", "10:00", "11:00").booking();
        Entry usersBlock = june("x", "11:00", "12:00").calendar(null).blocking();
        Entry ownBlock = june("y", "11:30", "13:00").user(null).blocking();
        assertThat(of(hours, Scope.CALENDAR, "cal", DAY, booked, usersBlock, ownBlock))
                .isEqualTo(minutes(90, 30, 60, 60, 0, 1));
        assertThat(of(NEW_YORK, Scope.CALENDAR, "cal", DAY, booked).available()).isNull();
    }

    @Test
    void aContactHasNoUtilization() {
        assertThatThrownBy(() -> of(NEW_YORK, Scope.CONTACT, "someone", DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Figures ann(Entry... entries) {
        return of(NEW_YORK, Scope.USER, "ann", DAY, entries);
    }

    private static Figures of(Location location, Scope scope, String id, LocalDate day, Entry... entries) {
        return UtilizationCell.of(new CellKey("loc", scope, id, day), location, List.of(entries));
    }

    private static Rows june(String id, String from, String to) {
        return Rows.of(id, "2026-06-01T" + from + ":00-04:00", "2026-06-01T" + to + ":00-04:00");
    }

    private static Figures minutes(int available, int blocked, int booked, int sum, int noShow, int appointments) {
        return new Figures(
                Duration.ofMinutes(available), Duration.ofMinutes(blocked), Duration.ofMinutes(booked),
                Duration.ofMinutes(sum), Duration.ofMinutes(noShow), appointments);
    }
}
