package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.location.Location;
import dev.almanac.location.OpeningHours;
import dev.almanac.location.OpeningInterval;
import dev.almanac.wire.WrittenCells;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenDaysTest {
    private static final Instant NOW = Instant.parse("2026-06-30T16:00:00.123456Z");
    private static final Instant TOLD = NOW.minusSeconds(60);
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 30);
    private static final Location OFFICE = Rows.location(
            "loc", "America/New_York", weekdays(), Map.of("ann", Optional.empty(), "bob", Optional.empty()),
            Map.of("cal", Optional.of(weekdays()), "without hours", Optional.empty()));

    @Test
    void oneHourInThirtyDaysIsOneHourOfThirtyDays() {
        List<Utilization> cells = filled(OFFICE, Scope.LOCATION, List.of(booked(Scope.LOCATION, "loc", 16)));
        assertThat(cells).hasSize(30);
        // 22 weekdays, two people, eight hours.
        assertThat(sum(cells, it -> it.figures().available())).isEqualTo(Duration.ofHours(22 * 2 * 8));
        assertThat(ratio(cells)).isCloseTo(1.0 / 352, within(1e-9));
    }

    @Test
    void untouchedDaysHaveZerosAndAreAsOfTheLatestCell() {
        List<Utilization> cells = filled(OFFICE, Scope.USER, List.of(booked(Scope.USER, "ann", 8)));
        assertThat(cells).hasSize(60).extracting(Utilization::key).doesNotHaveDuplicates();
        assertThat(cells).filteredOn(cell -> cell.revision() > 0).hasSize(1);
        assertThat(cells).filteredOn(cell -> cell.revision() == 0).hasSize(59).allSatisfy(cell -> {
            boolean open = cell.key().day().getDayOfWeek().getValue() < 6;
            assertThat(cell.figures()).isEqualTo(new Utilization.Figures(
                    open ? Duration.ofHours(8) : Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0));
            assertThat(cell.asOf()).isEqualTo(TOLD);
            assertThat(cell.timeZone()).isEqualTo(OFFICE.timeZone());
        });
    }

    @Test
    void whoHasNoHoursOrIsNotNamedAndWasNeverSeenIsLeftOut() {
        assertThat(filled(OFFICE, Scope.CALENDAR, List.of())).hasSize(30)
                .allSatisfy(cell -> assertThat(cell.key().scopeId()).isEqualTo("cal"));
        assertThat(OpenDays.filled(
                List.of(), OFFICE, Scope.USER, "eve", TODAY.minusDays(29), TODAY, List.of("ann"), Optional.of(TOLD), NOW)).isEmpty();
        assertThat(OpenDays.filled(
                List.of(), OFFICE, Scope.USER, "eve", TODAY.minusDays(29), TODAY, List.of("eve"), Optional.of(TOLD), NOW))
                .as("found, and booked on another day").hasSize(30);
        assertThat(OpenDays.filled(
                List.of(), OFFICE, Scope.USER, "bob", TODAY.minusDays(29), TODAY, List.of(), Optional.of(TOLD), NOW)).hasSize(30);
        assertThat(filled(Rows.location("America/New_York", weekdays(), Map.of()), Scope.LOCATION, List.of())).isEmpty();
        assertThat(filled(Rows.location("America/New_York", null, OFFICE.users()), Scope.USER, List.of())).isEmpty();
    }

    @Test
    void whatWasNeverLookedAtIsLeftOut() {
        assertThat(days(Optional.of(TOLD))).startsWith(TODAY.minusDays(29)).endsWith(TODAY.plusDays(89)).hasSize(119);
        assertThat(days(Optional.empty())).as("of a location of which nothing was told").isEmpty();
    }

    /// Around days on which a clock changes, against a count minute by minute.
    @ParameterizedTest
    @CsvSource({"America/New_York, 2026-03-08", "Europe/Berlin, 2026-10-25", "Africa/Cairo, 2026-04-24", "Pacific/Kiritimati, 2026-06-01"})
    void anUntouchedDayIsWhatARecountMakesOfNoRows(String zone, LocalDate day) {
        OpeningHours hours = Rows.daily("00:00-02:30,22:00-24:00");
        Location location = Rows.location("loc", zone, hours, OFFICE.users(), Map.of("cal", Optional.of(Rows.daily("01:30-03:15"))));
        Recount recount = new Recount();
        recount.take("loc", location);
        Instant now = day.atStartOfDay(location.timeZone()).toInstant();
        for (Scope scope : List.of(Scope.LOCATION, Scope.USER, Scope.CALENDAR)) {
            assertThat(OpenDays.filled(
                    List.of(), location, scope, null, day.minusDays(2), day.plusDays(2), List.of(), Optional.of(now), now))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(cell -> assertThat(Recount.OfUtilization.told(WrittenCells.of(cell)))
                            .isEqualTo(recount.utilization(cell.key())));
        }
    }

    @Test
    void howFarALocationHasComeIsToldByItsOwnCells() {
        CellView<Utilization> view = new CellView<>();
        assertThat(view.asOf("loc")).isEmpty();
        for (Utilization cell : List.of(
                booked(Scope.LOCATION, "loc", 16), booked(Scope.LOCATION, "loc", 8), booked(Scope.USER, "ann", 1))) {
            view.put(cell.key().toString(), cell);
        }
        assertThat(view.asOf("loc")).contains(NOW);
        assertThat(view.asOf("lo")).isEmpty();
        assertThat(view.asOf("loc2")).isEmpty();
    }

    private static List<LocalDate> days(Optional<Instant> asOf) {
        return OpenDays.filled(
                        List.of(), OFFICE, Scope.LOCATION, null, TODAY.minusDays(200), TODAY.plusDays(150), List.of(), asOf, NOW)
                .stream()
                .map(cell -> cell.key().day())
                .toList();
    }

    private static List<Utilization> filled(Location location, Scope scope, List<Utilization> told) {
        return OpenDays.filled(told, location, scope, null, TODAY.minusDays(29), TODAY, List.of(), Optional.of(TOLD), NOW);
    }

    private static Utilization booked(Scope scope, String id, int day) {
        Entry hour = Rows.of("a", "2026-06-%02dT10:00:00-04:00".formatted(day), "2026-06-%02dT11:00:00-04:00".formatted(day)).booking();
        CellKey key = new CellKey("loc", scope, id, LocalDate.of(2026, 6, day));
        return new Utilization(key, OFFICE.timeZone(), UtilizationCell.of(key, OFFICE, List.of(hour)), NOW, 1);
    }

    private static double ratio(List<Utilization> cells) {
        return (double) sum(cells, it -> it.figures().booked()).toMillis() / sum(cells, it -> it.figures().available()).toMillis();
    }

    private static Duration sum(List<Utilization> cells, Function<Utilization, Duration> figure) {
        return cells.stream().map(figure).reduce(Duration.ZERO, Duration::plus);
    }

    private static OpeningHours weekdays() {
        List<OpeningInterval> day = List.of(OpeningInterval.parse("09:00", "17:00"));
        return new OpeningHours(
                Arrays.stream(DayOfWeek.values()).limit(5).collect(Collectors.toMap(Function.identity(), _ -> day)), Map.of());
    }
}
