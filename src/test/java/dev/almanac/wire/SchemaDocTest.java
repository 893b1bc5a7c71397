package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/// The schemas are read by people who have nothing else.
class SchemaDocTest {
    @Test
    void everyRecordAndFieldSaysWhatItIs() {
        assertThat(SchemaFiles.read(SchemaFiles.CURRENT).values())
                .hasSizeGreaterThanOrEqualTo(19)
                .allSatisfy(schema -> assertThat(silent(schema)).isEmpty());
    }

    @Test
    void aSilentFieldIsNoticed() {
        Schema schema = Schema.createRecord(
                "R", "A record.", null, false, List.of(new Schema.Field("f", Schema.create(Schema.Type.INT))));
        assertThat(silent(schema)).containsExactly("R.f");
    }

    private static List<String> silent(Schema schema) {
        Stream<String> record = isSilent(schema.getDoc()) ? Stream.of(schema.getName()) : Stream.empty();
        Stream<String> fields = schema.getFields().stream()
                .filter(it -> isSilent(it.doc()))
                .map(it -> schema.getName() + "." + it.name());
        return Stream.concat(record, fields).toList();
    }

    private static boolean isSilent(String doc) {
        return doc == null || doc.isBlank();
    }
}
