package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDaysTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2026-03-08, 23",
        "America/New_York, 2026-11-01, 25",
        "Europe/Berlin, 2026-03-29, 23",
        "Europe/Berlin, 2026-10-25, 25",
        "Europe/Berlin, 2026-10-26, 24",
        // The clock changes at midnight: this day begins at 01:00.
        "Africa/Cairo, 2026-04-24, 23",
        // The zone left this date out when it moved across the date line.
        "Pacific/Apia, 2011-12-30, 0",
    })
    void aDayIsAsLongAsItsClockSays(String zone, LocalDate day, long hours) {
        assertThat(LocalDays.of(day, ZoneId.of(zone)).length()).isEqualTo(Duration.ofHours(hours));
        assertThat(LocalDays.opening(Rows.daily("00:00-24:00"), day, ZoneId.of(zone)).length())
                .isEqualTo(Duration.ofHours(hours));
    }

    @ParameterizedTest
    @CsvSource({
        // 02:00 to 03:00 is skipped: what opens in it opens an hour later by the clock.
        "2026-03-08, 01:00-04:00, 120",
        "2026-03-08, 02:30-04:00, 30",
        "2026-03-08, 02:00-02:30, 30",
        "2026-03-08, 02:30-03:00, 0",
        // 01:00 to 02:00 occurs twice: the first one is meant.
        "2026-11-01, 00:00-03:00, 240",
        "2026-11-01, 00:00-01:30, 90",
        "2026-11-01, 01:30-03:00, 150",
    })
    void openingHoursMeetAChangingClock(LocalDate day, String hours, long minutes) {
        assertThat(LocalDays.opening(Rows.daily(hours), day, NEW_YORK).length()).isEqualTo(Duration.ofMinutes(minutes));
    }

    @Test
    void endingAtMidnightDoesNotTouchTheNextDay() {
        assertThat(touched("2026-06-01T23:00:00-04:00", "2026-06-02T00:00:00-04:00"))
                .containsExactly(LocalDate.of(2026, 6, 1));
    }

    @Test
    void crossingMidnightTouchesBothDays() {
        assertThat(touched("2026-06-01T23:00:00-04:00", "2026-06-02T00:00:01-04:00"))
                .containsExactly(LocalDate.of(2026, 6, 1), LocalDate.of(2026, 6, 2));
    }

    @Test
    void noLengthTouchesTheDayOfItsStart() {
        assertThat(touched("2026-06-02T00:00:00-04:00", "2026-06-02T00:00:00-04:00"))
                .containsExactly(LocalDate.of(2026, 6, 2));
    }

    @Test
    void anEndlessOneIsCountedForTenYears() {
        assertThat(touched("2026-06-01T00:00:00-04:00", "9000-01-01T00:00:00Z")).hasSize(LocalDays.MOST_DAYS + 1);
    }

    private static List<LocalDate> touched(String start, String end) {
        return LocalDays.touchedBy(
                instant(start), instant(end), NEW_YORK);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
