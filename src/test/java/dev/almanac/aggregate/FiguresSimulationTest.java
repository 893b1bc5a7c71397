package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Random histories through the real topology, each cell held against a batch recomputation of its own. A long run is
/// `mvn -q test -Dtest=FiguresSimulationTest -Dfigures.seeds=100000`, with `-Dfigures.first=` for other seeds;
/// `-Dfigures.seed=` tells the story of one.
class FiguresSimulationTest {
    private static final int SEEDS = Integer.getInteger("figures.seeds", 5000);
    private static final long FIRST = Long.getLong("figures.first", 1);
    /// One history alone, with its story.
    private static final Long ONLY = Long.getLong("figures.seed");

    private final AtomicLong records = new AtomicLong();
    private final AtomicLong cells = new AtomicLong();
    private final AtomicLong crashes = new AtomicLong();
    private final AtomicLong rebuilds = new AtomicLong();

    @Test
    void everyCellEqualsARecountWhateverHappens() {
        if (ONLY != null) {
            FiguresHistory history = new FiguresHistory(ONLY, true);
            var broken = history.run();
            history.story().forEach(System.out::println);
            assertThat(broken).isEmpty();
            return;
        }
        long began = System.nanoTime();
        // Histories know nothing of each other, so that each processor can have its own.
        LongStream.range(FIRST, FIRST + SEEDS)
                .parallel()
                .filter(seed -> !isRight(seed))
                .findAny()
                .ifPresent(seed -> fail(report(seed)));
        System.out.printf(
                "%d histories of figures: %d records, %d crashes, %d rebuilds, %d cells told, all right; %d s%n",
                SEEDS, records.get(), crashes.get(), rebuilds.get(), cells.get(),
                (System.nanoTime() - began) / 1_000_000_000);
        assertThat(crashes.get()).isPositive();
        assertThat(rebuilds.get()).isPositive();
    }

    @Test
    void oneSeedIsOneHistory() {
        assertThat(storyOf(FIRST)).isEqualTo(storyOf(FIRST)).contains("told NoShows loc").contains("it is");
    }

    private boolean isRight(long seed) {
        FiguresHistory history = new FiguresHistory(seed, false);
        boolean right = history.run().isEmpty();
        records.addAndGet(history.records());
        cells.addAndGet(history.emissions());
        crashes.addAndGet(history.crashes());
        rebuilds.addAndGet(history.rebuilds());
        return right;
    }

    private static String report(long seed) {
        return """
                Seed %d is wrong; see it again with
                    mvn test -Dtest=FiguresSimulationTest -Dfigures.seed=%d
                %s""".formatted(seed, seed, storyOf(seed));
    }

    private static String storyOf(long seed) {
        FiguresHistory history = new FiguresHistory(seed, true);
        history.run();
        return String.join("\n", history.story());
    }
}
