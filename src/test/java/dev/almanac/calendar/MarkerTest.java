package dev.almanac.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {

    @ParameterizedTest
    @ValueSource(strings = {"cmd-1", "a", "A.b_c:d-9", "0123456789"})
    void whatIsAppendedIsFoundAgain(String commandId) {
        String text = Marker.append("See you soon", Marker.of(commandId));

        assertThat(text).startsWith("See you soon\n");
        assertThat(Marker.in(text)).contains(commandId);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  \n"})
    void withoutATextTheMarkerStandsAlone(String text) {
        assertThat(Marker.append(text, "[almanac:x]")).isEqualTo("[almanac:x]");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "almanac:x", "[almanac:]", "[almanac:a b]", "[almanac:x", "[Almanac:x]"})
    void otherTextsAreNoMarker(String text) {
        assertThat(Marker.in(text)).isEmpty();
    }

    @Test
    void anIdOfTheGreatestLengthIsAMarkerAndALongerOneIsNot() {
        assertThat(Marker.in(Marker.of("x".repeat(128)))).contains("x".repeat(128));
        assertThat(Marker.in(Marker.of("x".repeat(129)))).isEmpty();
    }

    @Test
    void onlyTheFirstOfSeveralCounts() {
        assertThat(Marker.in("[almanac:one] [almanac:two]")).contains("one");
    }

    @Test
    void itIsFoundInTheDescriptionBeforeTheNotes() {
        assertThat(Marker.in(AnAppointment.of("a").description("[almanac:one]").notes("[almanac:two]").build()))
                .contains("one");
        assertThat(Marker.in(AnAppointment.of("a").description("text").notes("[almanac:two]").build())).contains("two");
        assertThat(Marker.in(AnAppointment.of("a").build())).isEmpty();
    }
}
