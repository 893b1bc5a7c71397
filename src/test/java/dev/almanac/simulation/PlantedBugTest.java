package dev.almanac.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// A promise counts as watched only once a bug was seen to break it.
class PlantedBugTest {
    /// Histories within which each bug has to show.
    private static final int WITHIN = 150;

    @Test
    void everyBugIsCaught() {
        Map<PlantedBug, Map<String, Long>> table = new TreeMap<>();
        PlantedBug.all().parallelStream().forEach(bug -> {
            Map<String, Long> caught;
            try {
                caught = caughtBy(bug);
            } catch (Throwable t) {
                t.printStackTrace();
                caught = Map.of();
            }
            synchronized (table) {
                table.put(bug, caught);
            }
            System.out.println(bug + " " + caught);
        });
        List<PlantedBug> missed = new ArrayList<>();
        table.forEach((bug, caught) -> {
            if (caught.isEmpty()) {
                missed.add(bug);
            }
        });
        assertThat(missed).isEmpty();
    }

    private static Map<String, Long> caughtBy(PlantedBug bug) {
        LongFunction<List<String>> run = bug.mutation == null
                ? seed -> History.brokenPromises(bug.name(), seed)
                : runOf(bug);
        Map<String, Long> caught = new TreeMap<>();
        for (long seed = 1; seed <= WITHIN && caught.isEmpty(); seed++) {
            for (String promise : run.apply(seed)) {
                caught.putIfAbsent(promise, seed);
            }
        }
        return caught;
    }

    private static LongFunction<List<String>> runOf(PlantedBug bug) {
        MutatedAlmanac almanac = new MutatedAlmanac(bug.mutation);
        return seed -> almanac.brokenPromises(bug, seed);
    }
}
