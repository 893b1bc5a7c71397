package dev.almanac.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent<Integer> recent = new Recent<>(3);

    @Test
    void theLastOnesAreKeptNewestFirst() {
        IntStream.rangeClosed(1, 5).forEach(number -> recent.add("loc", number));
        recent.add("elsewhere", 9);
        assertThat(recent.of("loc", 10)).containsExactly(5, 4, 3);
        assertThat(recent.of("loc", 2)).containsExactly(5, 4);
        assertThat(recent.of("nowhere", 2)).isEmpty();
    }

    @Test
    void locationsThatNobodyHasConfiguredDoNotFillTheMemory() {
        recent.add("first", 1);
        recent.add("second", 2);
        IntStream.range(0, Recent.MOST_LOCATIONS - 2).forEach(number -> recent.add("made-up-" + number, number));
        recent.add("first", 3);
        recent.add("one more", 4);
        assertThat(recent.of("first", 10)).containsExactly(3, 1);
        assertThat(recent.of("second", 10)).isEmpty();
    }

    @Test
    void listenersHearOfEachUntilTheyStop() {
        List<String> heard = new ArrayList<>();
        Recent.Listening listening = recent.listen((location, one) -> heard.add(location + one));
        recent.add("a", 1);
        recent.add("b", 2);
        listening.close();
        recent.add("a", 3);
        assertThat(heard).containsExactly("a1", "b2");
    }
}
