package dev.almanac.wire;

import dev.almanac.aggregate.NoShows;
import dev.almanac.aggregate.Utilization;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/// Cells as they stand on the topics, for those who judge them: a field of a record that nobody in Almanac reads can be wrong, too.
public final class WrittenCells {
    // The magic byte and the id of the schema.
    private static final int PREFIX = 5;

    private WrittenCells() {}

    public static dev.almanac.schema.NoShows of(NoShows cell) {
        return NoShowsWire.toAvro(cell);
    }

    public static dev.almanac.schema.Utilization of(Utilization cell) {
        return UtilizationWire.toAvro(cell);
    }

    /// The value of a record that was written with the schema of this build.
    public static dev.almanac.schema.NoShows noShows(byte[] value) {
        return read(new SpecificDatumReader<>(dev.almanac.schema.NoShows.class), value);
    }

    public static dev.almanac.schema.Utilization utilization(byte[] value) {
        return read(new SpecificDatumReader<>(dev.almanac.schema.Utilization.class), value);
    }

    private static <A> A read(SpecificDatumReader<A> reader, byte[] value) {
        AvroTrust.establish();
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
