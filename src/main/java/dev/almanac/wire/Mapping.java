package dev.almanac.wire;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/// How a domain value is told as an Avro record and back.
///
/// @param schema of the record
record Mapping<A extends SpecificRecord, V>(
        Class<A> type, Schema schema, Function<V, A> toAvro, Function<A, V> fromAvro) {
    Mapping {
        requireNonNull(type, "type");
        requireNonNull(schema, "schema");
        requireNonNull(toAvro, "toAvro");
        requireNonNull(fromAvro, "fromAvro");
    }
}
