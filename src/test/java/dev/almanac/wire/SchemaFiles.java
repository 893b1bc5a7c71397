package dev.almanac.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/// Schemas by name, from a directory of files that name each other.
final class SchemaFiles {
    static final Path CURRENT = Path.of("schemas");
    private static final Path RECORDED = Path.of("src", "test", "resources", "schemas");

    private SchemaFiles() {}

    /// Every recorded version, `v1` and later.
    static List<Path> recorded() {
        return list(RECORDED, "");
    }

    static Map<String, Schema> read(Path directory) {
        SchemaParser parser = new SchemaParser();
        for (Path file : list(directory, ".avsc")) {
            try {
                parser.parse(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return parser.getParsedNamedSchemas().stream().collect(Collectors.toMap(Schema::getName, schema -> schema));
    }

    private static List<Path> list(Path directory, String ending) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(it -> it.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
