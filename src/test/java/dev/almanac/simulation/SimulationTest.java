package dev.almanac.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A long run is `mvn -q test -Dtest=SimulationTest -Dsimulation.seeds=100000`, with `-Dsimulation.first=` for other seeds.
/// `-Dsimulation.seed=` tells the story of one.
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 2000);
    private static final int LATE_SEEDS = 300;
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
        Tally tally = new Tally();
        Progress progress = new Progress(SEEDS);
        // Histories know nothing of each other, so that each processor can have its own.
        LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .filter(seed -> !isKept(seed, tally, progress))
                .findAny()
                .ifPresent(seed -> fail(report(seed)));
        System.out.println(tally);
    }

    private static boolean isKept(long seed, Tally tally, Progress progress) {
        History history = new History(seed, PlantedBug.NONE, false);
        boolean kept = history.run().isEmpty();
        assertThat(history.evidence().topics().commands()).hasSizeGreaterThanOrEqualTo(50);
        assertThat(history.happenings().crashes).isPositive();
        tally.add(history);
        progress.tell(tally);
        return kept;
    }

    /// The settle time is an assumption. Where the vendor does not keep to it, a person has to be told.
    @Test
    void whatIsBookedTwiceIsAlarmedWhereAWriteTakesEffectTooLate() {
        List<History> twice = LongStream.range(FIRST, FIRST + LATE_SEEDS)
                .parallel()
                .mapToObj(seed -> new History(seed, PlantedBug.NONE, false, false))
                .peek(history -> assertThat(history.run()).isEmpty())
                .filter(history -> !DuplicatesAlarmed.twins(history.evidence()).isEmpty())
                .toList();
        assertThat(twice).as("histories in which something was booked twice").isNotEmpty();
    }

    @Test
    void oneSeedIsOneHistory() {
        assertThat(storyOf(FIRST)).isEqualTo(storyOf(FIRST)).contains("takes over").contains("SUCCEEDED");
    }

    @Test
    void oneSeedIsOneHistoryInEveryProcess() throws Exception {
        List<Long> seeds = List.of(FIRST, FIRST + 1, FIRST + 2);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", System.getProperty("java.class.path"), Stories.class.getName(),
                        FIRST + "", FIRST + 2 + "")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> there = other.inputReader().lines().filter(line -> line.startsWith("seed ")).toList();
        assertThat(other.waitFor()).isZero();
        assertThat(there).isEqualTo(seeds.stream().map(Stories::fingerprint).toList());
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
        return Stories.of(seed);
    }
}
