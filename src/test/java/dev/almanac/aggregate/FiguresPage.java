package dev.almanac.aggregate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The examples of `schemas/figures.md`, read.
final class FiguresPage {
    static final Path PAGE = Path.of("schemas", "figures.md");
    private static final String HEAD = "| case | what happens | cell | figures |";

    private FiguresPage() {}

    /// @param section the heading above it
    /// @param steps   what happens, in order
    /// @param cell    scope, id and day
    /// @param figures by name, as texts; null: there is no such cell
    record Example(String section, String name, List<String> steps, String cell, Map<String, String> figures) {
        @Override
        public String toString() {
            return section + ": " + name + ", " + cell;
        }
    }

    static List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        boolean inTable = false;
        String section = "";
        for (String line : lines()) {
            if (line.startsWith("### ")) {
                section = line.substring(4);
            } else if (line.equals(HEAD)) {
                inTable = true;
            } else if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---")) {
                String[] columns = Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new);
                List<String> steps = columns[2].isEmpty() ? examples.getLast().steps() : List.of(columns[2].split("; "));
                examples.add(new Example(section, columns[1], steps, columns[3], figures(columns[4])));
            }
        }
        return examples;
    }

    private static Map<String, String> figures(String text) {
        if (text.equals("none")) {
            return null;
        }
        Map<String, String> figures = new LinkedHashMap<>();
        for (String figure : text.split(", ")) {
            figures.put(figure.split(" ")[0], figure.split(" ")[1]);
        }
        return figures;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(PAGE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
