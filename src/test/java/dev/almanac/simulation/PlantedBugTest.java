package dev.almanac.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// A promise counts as watched only once a bug was seen to break it. What finds which bug, and after how many histories, is
/// the table in GUARANTEES.md; `-Dsimulation.table=write` writes it anew.
class PlantedBugTest {
    /// Histories within which each bug has to show.
    private static final int WITHIN = Integer.getInteger("simulation.within", 400);
    private static final Path GUARANTEES = Path.of("GUARANTEES.md");
    private static final String BEGIN = "<!-- planted bugs -->\n";
    private static final String END = "<!-- end -->";

    /// @param promises  the promises that it was first seen to break
    /// @param histories how many it took
    private record Catch(PlantedBug bug, List<String> promises, long histories) {
        String row() {
            return "| `%s` | %s | %s | %d |\n"
                    .formatted(bug, bug.what, "`" + String.join("`, `", promises) + "`", histories);
        }
    }

    @Test
    void everyBugIsFoundAsTheTableSays() throws IOException {
        List<Catch> found = PlantedBug.all().parallelStream().map(PlantedBugTest::hunt).toList();

        assertThat(found).filteredOn(each -> each.promises().isEmpty()).as("not found within " + WITHIN).isEmpty();
        StringBuilder table = new StringBuilder("| planted bug | what is wrong | found by | histories |\n|---|---|---|---|\n");
        found.forEach(each -> table.append(each.row()));
        String text = Files.readString(GUARANTEES);
        String told = text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
        if (System.getProperty("simulation.table", "").equals("write")) {
            Files.writeString(GUARANTEES, text.replace(BEGIN + told + END, BEGIN + table + END));
            return;
        }
        assertThat(told)
                .as("the table in GUARANTEES.md; mvn test -Dtest=PlantedBugTest -Dsimulation.table=write writes it anew")
                .isEqualTo(table.toString());
    }

    @Test
    void aMutationOfWhatIsNotThereIsNoticed() {
        Mutation nowhere = new Mutation("command.Lanes", "neverWritten", Mutation.Instead.NOTHING);

        assertThatThrownBy(() -> new MutatedAlmanac(nowhere))
                .hasMessage("command.Lanes has 0 methods named neverWritten");
    }

    private static Catch hunt(PlantedBug bug) {
        LongFunction<List<String>> run = runOf(bug);
        for (long seed = 1; seed <= WITHIN; seed++) {
            List<String> broken = run.apply(seed);
            if (!broken.isEmpty()) {
                return new Catch(bug, broken, seed);
            }
        }
        return new Catch(bug, List.of(), WITHIN);
    }

    private static LongFunction<List<String>> runOf(PlantedBug bug) {
        if (bug.mutation == null) {
            return seed -> History.brokenPromises(bug.name(), seed);
        }
        MutatedAlmanac almanac = new MutatedAlmanac(bug.mutation);
        return seed -> almanac.brokenPromises(bug, seed);
    }
}
