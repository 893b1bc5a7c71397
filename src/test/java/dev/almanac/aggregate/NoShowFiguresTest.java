package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.aggregate.CellKey.Scope;
import dev.almanac.aggregate.NoShows.Figures;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What [FiguresPageTest] has no words for.
class NoShowFiguresTest {
    private static final Rows NINE = Rows.of("a", "2026-06-01T09:00:00-04:00", "2026-06-01T10:00:00-04:00");
    private static final Instant EVENING = Instant.parse("2026-06-01T22:00:00Z");

    @Test
    void eachAppointmentIsInOneBucket() {
        Figures figures = figures(EVENING,
                NINE.status("showed"), NINE.status("completed"), NINE.status("noshow"),
                NINE.status("cancelled"), NINE.status("canceled"), NINE.status("invalid"),
                NINE.status("new"), NINE.status("confirmed"), NINE.status("active"),
                NINE.status("new").moved("2026-06-01T23:00:00-04:00", "2026-06-01T23:30:00-04:00"),
                NINE.status("rescheduled"), NINE.status(null));
        assertThat(figures).isEqualTo(new Figures(2, 1, 2, 0, 1, 1, 3, 2));
        assertThat(figures.scheduled()).isEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T13:59:59.999Z, 1, 0",
        "2026-06-01T14:00:00Z, 0, 1",
    })
    void anOpenOneIsUnmarkedFromItsEndOn(Instant asOf, int upcoming, int unmarked) {
        assertThat(figures(asOf, NINE)).isEqualTo(new Figures(0, 0, 0, 0, 0, upcoming, unmarked, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-20T00:00:00Z, 0",
        "2026-06-01T11:00:00Z, 0",
        "2026-06-01T11:00:00.001Z, 1",
        "2026-06-01T13:30:00Z, 1",
        "2026-06-08T13:00:00Z, 1",
    })
    void aCancellationIsLateWithinTwoHoursOfTheStartAndAfterIt(String since, int late) {
        assertThat(figures(EVENING, NINE.status("cancelled", since))).isEqualTo(new Figures(0, 0, 1, late, 0, 0, 0, 0));
    }

    @Test
    void removedDeletedAndUndatedRowsDoNotCount() {
        assertThat(Booking.of(NINE.gone().appointment())).isEmpty();
        assertThat(Booking.of(NINE.softDeleted().appointment())).isEmpty();
        assertThat(Booking.of(NINE.moved(null, null).appointment())).isEmpty();
        assertThat(Booking.of(NINE.appointment())).isPresent();
    }

    @Test
    void anUnchangedCellIsNotToldAgain() {
        NoShows told = next(null, NINE).orElseThrow();
        assertThat(told.revision()).isOne();
        assertThat(next(told, NINE)).isEmpty();
        assertThat(next(told, NINE.status("showed")).orElseThrow().revision()).isEqualTo(2);
    }

    @Test
    void aCellThatLostItsLastEntryIsToldOnceWithZeros() {
        NoShows told = next(null, NINE).orElseThrow();
        NoShows emptied = next(told).orElseThrow();
        assertThat(emptied.figures()).isEqualTo(new Figures(0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(next(emptied)).isEmpty();
        assertThat(next(null)).isEmpty();
    }

    private static Figures figures(Instant asOf, Rows... rows) {
        List<Booking> bookings = Arrays.stream(rows).map(row -> (Booking) row.booking()).toList();
        return NoShowCell.of(bookings, asOf, Duration.ofHours(2));
    }

    private static Optional<NoShows> next(NoShows previous, Rows... rows) {
        Location location = Rows.location("America/New_York", null, Map.of());
        CellKey key = new CellKey("loc", Scope.USER, "ann", LocalDate.of(2026, 6, 1));
        List<Entry> entries = Arrays.stream(rows).map(Rows::booking).toList();
        return NoShowCell.next(previous, key, new TouchedDay(location, key.day(), Set.of(key), entries, EVENING));
    }
}
