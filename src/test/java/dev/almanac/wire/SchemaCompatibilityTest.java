package dev.almanac.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the schemas of the tree against every recorded version, in both directions, as `FULL_TRANSITIVE` does.
class SchemaCompatibilityTest {
    private static final SchemaValidator BOTH_WAYS = new SchemaValidatorBuilder().mutualReadStrategy().validateAll();

    static List<Path> recordedVersions() {
        return SchemaFiles.recorded();
    }

    @ParameterizedTest
    @MethodSource("recordedVersions")
    void eachVersionReadsWhatTheOtherWrote(Path version) {
        Map<String, Schema> current = SchemaFiles.read(SchemaFiles.CURRENT);
        Map<String, Schema> recorded = SchemaFiles.read(version);
        assertThat(recorded).hasSizeGreaterThanOrEqualTo(9);
        recorded.forEach((name, schema) -> {
            assertThat(current).containsKey(name);
            assertThatCode(() -> BOTH_WAYS.validate(current.get(name), List.of(schema)))
                    .describedAs(name)
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void aFieldWithDefaultMayComeAndGo() throws SchemaValidationException {
        Schema schema = SchemaFiles.read(SchemaFiles.CURRENT).get("CommandResult");
        Schema text = SchemaBuilder.unionOf().nullType().and().stringType().endUnion();
        Schema more = with(schema, field("note", text, true));
        BOTH_WAYS.validate(more, List.of(schema));
    }

    @Test
    void aFieldWithoutDefaultIsNoticed() {
        Schema schema = SchemaFiles.read(SchemaFiles.CURRENT).get("CommandResult");
        Schema more = with(schema, field("note", Schema.create(Schema.Type.STRING), false));
        assertThatThrownBy(() -> BOTH_WAYS.validate(more, List.of(schema)))
                .isInstanceOf(SchemaValidationException.class);
        assertThatThrownBy(() -> BOTH_WAYS.validate(schema, List.of(more)))
                .isInstanceOf(SchemaValidationException.class);
    }

    @Test
    void aWiderTypeIsNoticedThoughItReadsTheOld() {
        Schema narrow = with(empty(), field("count", Schema.create(Schema.Type.INT), false));
        Schema wide = with(empty(), field("count", Schema.create(Schema.Type.LONG), false));
        assertThatThrownBy(() -> BOTH_WAYS.validate(wide, List.of(narrow)))
                .isInstanceOf(SchemaValidationException.class);
    }

    private static Schema empty() {
        return SchemaBuilder.record("Some").fields().endRecord();
    }

    private static Schema.Field field(String name, Schema type, boolean nullByDefault) {
        return nullByDefault
                ? new Schema.Field(name, type, null, Schema.Field.NULL_DEFAULT_VALUE)
                : new Schema.Field(name, type);
    }

    private static Schema with(Schema schema, Schema.Field more) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(it -> fields.add(new Schema.Field(it, it.schema())));
        fields.add(more);
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }
}
