package dev.almanac.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 300);
    private static final long FIRST = Long.getLong("simulation.first", 1);
    /// One history alone, with its story.
    private static final Long ONLY = Long.getLong("simulation.seed");

    @Test
    void everyPromiseIsKeptWhateverHappens() {
        if (ONLY != null) {
            History history = new History(ONLY, PlantedBug.NONE, true);
            List<History.Violation> violations = history.run();
            history.story().forEach(System.out::println);
            assertThat(violations).isEmpty();
            return;
        }
        // Histories know nothing of each other, so that each processor can have its own.
        LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .filter(seed -> !new History(seed, PlantedBug.NONE, false).run().isEmpty())
                .findFirst()
                .ifPresent(seed -> fail(report(seed)));
    }

    @Test
    void oneSeedIsOneHistory() {
        assertThat(storyOf(FIRST)).isEqualTo(storyOf(FIRST)).contains("takes over").contains("SUCCEEDED");
    }

    private static String report(long seed) {
        History again = new History(seed, PlantedBug.NONE, true);
        List<History.Violation> violations = again.run();
        return """
                Seed %d breaks a promise:
                %s
                See it again with
                    mvn test -Dtest=SimulationTest -Dsimulation.seed=%d
                %s""".formatted(
                        seed,
                        violations.stream().map(Object::toString).collect(Collectors.joining("\n")),
                        seed,
                        again.story().collect(Collectors.joining("\n")));
    }

    private static String storyOf(long seed) {
        History history = new History(seed, PlantedBug.NONE, true);
        history.run();
        return history.story().collect(Collectors.joining("\n"));
    }
}
