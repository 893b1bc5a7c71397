package dev.almanac.command;

import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.updateOf;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The order of acceptance, also where the topic was made anew and its offsets begin at 0 again.
class PositionsTest {
    @Test
    void offsetsThatGoOnStayAsTheyAre() {
        Positions positions = new Positions();
        positions.restored(7);

        assertThat(List.of(positions.of(8), positions.of(12), positions.of(9))).containsExactly(8L, 12L, 9L);
    }

    @Test
    void offsetsThatBeginAnewGoOnBehindWhatStillWaits() {
        Positions positions = new Positions();
        positions.restored(7);
        positions.restored(5);

        assertThat(LongStream.range(0, 20).map(positions::of)).isEqualTo(LongStream.range(8, 28).boxed().toList());
    }

    @Test
    void noPlaceIsGivenTwice() {
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            Positions positions = new Positions();
            Set<Long> given = new HashSet<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                long waiting = random.nextInt(30);
                positions.restored(waiting);
                given.add(waiting);
            }
            for (int topic = 0; topic < 3; topic++) {
                // Some come late, because they could not be decoded at first.
                for (long offset : random.ints(0, 60).distinct().limit(40).asLongStream().toArray()) {
                    assertThat(given.add(positions.of(offset))).as("seed %d", seed).isTrue();
                    if (topic > 0 && random.nextInt(5) == 0) {
                        // And some of these are of the topic before.
                        positions.beginAnew();
                        assertThat(given.add(positions.of(random.nextInt(60)))).as("seed %d", seed).isTrue();
                        positions.beginAnew();
                    }
                }
                positions.beginAnew();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPublishedToATopicMadeAnewFollowsWhatWaited(boolean crash) {
        Desk desk = new Desk().with(create("other"), create("c"), updateOf("c", "first"), update("x", "apt"), update("y", "apt"));
        if (crash) {
            desk.crash();
        }
        desk.topicIsMadeAnew();
        desk.with(updateOf("c", "second"), update("z", "apt"), update("last", "apt"));

        assertThat(desk.book.waiting()).as("nobody's place is taken").isEqualTo(8);
        for (int i = 0; i < 100 && desk.book.waiting() > 0; i++) {
            desk.nextErrand().ifPresentOrElse(errand -> desk.reply(errand, errand.write()
                    ? written(errand.appointmentId() == null ? "apt-" + errand.commandId().commandId() : errand.appointmentId())
                    : read(Samples.appointment(errand.appointmentId(), "old"))), () -> desk.afterSeconds(1));
        }
        assertThat(desk.finished()).containsSubsequence("c", "first", "second");
        assertThat(desk.finished()).containsSubsequence("x", "y", "z", "last");
        assertThat(desk.results).allMatch(result -> result.outcome() == CommandResult.Outcome.SUCCEEDED).hasSize(8);
    }
}
