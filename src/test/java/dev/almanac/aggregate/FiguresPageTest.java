package dev.almanac.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.almanac.aggregate.FiguresPage.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page that defines the figures says what they are.
class FiguresPageTest {
    /// What a cell says about itself rather than what it counts.
    private static final Set<String> NO_FIGURES = Set.of("locationId", "scope", "scopeId", "localDay", "timeZone");

    static List<Example> examples() {
        return FiguresPage.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleIsRight(Example example) {
        try (FiguresExample happened = new FiguresExample(example.steps())) {
            boolean ofTime = example.section().startsWith("Utilization");
            Cell cell = ofTime ? happened.utilization(example.cell()) : happened.noShows(example.cell());
            if (example.figures() == null) {
                assertThat(cell).isNull();
            } else {
                check(example, switch (cell) {
                    case NoShows it -> figures(it.figures());
                    case Utilization it -> figures(it.figures());
                });
            }
        }
    }

    private static void check(Example example, Map<String, Double> told) {
        assertThat(told).as("the names of figures").containsKeys(example.figures().keySet().toArray(String[]::new));
        told.forEach((name, value) -> {
            String expected = example.figures().getOrDefault(name, isQuotient(name) ? "null" : "0");
            if (expected.equals("null")) {
                assertThat(value).as(name).isNull();
            } else {
                assertThat(value).as(name).isCloseTo(number(expected), within(1e-9));
            }
        });
    }

    private static boolean isQuotient(String name) {
        return name.equals("ratio") || name.startsWith("rate");
    }

    private static double number(String text) {
        String[] parts = text.split("/");
        return parts.length == 1
                ? Double.parseDouble(text)
                : Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
    }

    private static Map<String, Double> figures(NoShows.Figures it) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("scheduled", (double) it.scheduled());
        figures.put("showed", (double) it.showed());
        figures.put("noShow", (double) it.noShow());
        figures.put("cancelled", (double) it.cancelled());
        figures.put("lateCancelled", (double) it.lateCancelled());
        figures.put("invalid", (double) it.invalid());
        figures.put("upcoming", (double) it.upcoming());
        figures.put("unmarked", (double) it.unmarked());
        figures.put("unknown", (double) it.unknown());
        figures.put("rate", it.rate());
        figures.put("rateLowerBound", it.rateLowerBound());
        figures.put("rateUpperBound", it.rateUpperBound());
        return figures;
    }

    private static Map<String, Double> figures(Utilization.Figures it) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("availableMinutes", minutes(it.available()));
        figures.put("blockedMinutes", minutes(it.blocked()));
        figures.put("bookedMinutes", minutes(it.booked()));
        figures.put("bookedMinutesSum", minutes(it.bookedSum()));
        figures.put("noShowMinutes", minutes(it.noShow()));
        figures.put("appointments", (double) it.appointments());
        figures.put("ratio", it.ratio());
        return figures;
    }

    private static Double minutes(Duration time) {
        return time == null ? null : Double.valueOf(time.toSeconds() / 60.0);
    }

    @Test
    void thereAreExamplesOfEveryFigure() {
        assertThat(examples()).hasSizeGreaterThan(60);
        assertThat(examples().stream().filter(it -> it.figures() != null).flatMap(it -> it.figures().keySet().stream()))
                .containsAll(figures(new NoShows.Figures(0, 0, 0, 0, 0, 0, 0, 0)).keySet())
                .containsAll(figures(new Utilization.Figures(null, Duration.ZERO, Duration.ZERO, Duration.ZERO,
                        Duration.ZERO, 0)).keySet());
    }

    @Test
    void everyFieldOfTheSchemasIsDefined() throws IOException {
        String page = Files.readString(FiguresPage.PAGE);
        for (String schema : List.of("NoShows", "Utilization")) {
            assertThat(new Schema.Parser().parse(FiguresPage.PAGE.resolveSibling(schema + ".avsc").toFile()).getFields())
                    .filteredOn(field -> !NO_FIGURES.contains(field.name()))
                    .isNotEmpty()
                    .allSatisfy(field -> assertThat(page).contains("`" + field.name() + "`"));
        }
    }
}
