package dev.almanac.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.RandomCommands.Defect;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lost answers, late effects and crashes in any order leave every promise standing.
class RandomCommandsTest {
    private static final int SEEDS = 300;

    @Test
    void everyCommandHasOneResultThatTellsTheTruthAndNothingIsBookedTwiceOrOutOfOrder() {
        assertThat(problems(Defect.NONE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void theChecksFindWhatIsWrong(Defect defect) {
        assertThat(problems(defect)).isNotEmpty();
    }

    @Test
    void aForgottenStartBooksTwice() {
        assertThat(problems(Defect.FORGETS_STARTS).values()).anySatisfy(
                problems -> assertThat(problems).anyMatch(problem -> problem.endsWith("was booked twice")));
    }

    private static Map<Long, List<String>> problems(Defect defect) {
        Map<Long, List<String>> problems = new TreeMap<>();
        LongStream.range(0, SEEDS).forEach(seed -> {
            List<String> found = new RandomCommands(seed, defect).run();
            if (!found.isEmpty()) {
                problems.put(seed, found);
            }
        });
        return problems;
    }
}
