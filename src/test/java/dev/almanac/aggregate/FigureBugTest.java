package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.simulation.MutatedAlmanac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What [FiguresSimulationTest] finds of bugs that were planted, and after how many histories, is the second table in
/// GUARANTEES.md; `-Dfigures.table=write` writes it anew.
class FigureBugTest {
    /// Histories within which each bug has to show; a build has 5,000.
    private static final int WITHIN = Integer.getInteger("figures.within", 500);
    private static final Path GUARANTEES = Path.of("GUARANTEES.md");
    private static final String BEGIN = "<!-- planted bugs in figures -->\n";
    private static final String END = "<!-- end of figures -->";

    /// @param rule null: not found
    private record Catch(FigureBug bug, String rule, long histories) {
        String row() {
            return "| `%s` | %s | `%s` | %d |\n".formatted(bug, bug.what, rule, histories);
        }
    }

    @Test
    void everyBugIsFoundAsTheTableSays() throws IOException {
        List<Catch> found = Arrays.stream(FigureBug.values()).parallel().map(FigureBugTest::hunt).toList();

        assertThat(found).filteredOn(each -> each.rule() == null).as("not found within " + WITHIN).isEmpty();
        // A rule that nothing has ever broken may be one that nothing can break.
        assertThat(found).extracting(Catch::rule)
                .containsAll(Arrays.stream(FiguresJudge.Rule.values()).map(Enum::name).toList());
        StringBuilder table = new StringBuilder("| planted bug | what is wrong | rule | histories |\n|---|---|---|---|\n");
        found.forEach(each -> table.append(each.row()));
        String text = Files.readString(GUARANTEES);
        String told = text.substring(text.indexOf(BEGIN) + BEGIN.length(), text.indexOf(END));
        if (System.getProperty("figures.table", "").equals("write")) {
            Files.writeString(GUARANTEES, text.replace(BEGIN + told + END, BEGIN + table + END));
            return;
        }
        assertThat(told)
                .as("the table in GUARANTEES.md; mvn test -Dtest=FigureBugTest -Dfigures.table=write writes it anew")
                .isEqualTo(table.toString());
    }

    private static Catch hunt(FigureBug bug) {
        MutatedAlmanac almanac = new MutatedAlmanac(bug.mutation);
        for (long seed = 1; seed <= WITHIN; seed++) {
            Object rule = almanac.run(FiguresHistory.class, "brokenRule", bug.name(), seed);
            if (rule != null) {
                return new Catch(bug, rule.toString(), seed);
            }
        }
        return new Catch(bug, null, WITHIN);
    }
}
