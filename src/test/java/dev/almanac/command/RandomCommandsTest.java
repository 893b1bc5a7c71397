package dev.almanac.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
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
    void theDiceReachEveryEnding() {
        List<CommandResult> results = LongStream.range(0, 50)
                .mapToObj(seed -> new RandomCommands(seed, Defect.NONE))
                .peek(RandomCommands::run)
                .flatMap(run -> run.results().stream())
                .toList();

        assertThat(results).extracting(CommandResult::outcome).contains(Outcome.values());
        assertThat(results).extracting(CommandResult::reason).contains(
                Reason.SLOT_UNAVAILABLE, Reason.EXPIRED, Reason.DEPENDENCY_FAILED, Reason.NOT_FOUND_AFTER_SETTLE);
        for (Operation operation : List.of(Operation.CREATE, Operation.UPDATE)) {
            assertThat(results).anyMatch(result -> result.operation() == operation && result.adopted());
        }
        assertThat(results).anyMatch(result -> result.attempts() > 1);
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
