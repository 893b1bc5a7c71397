package dev.almanac.wire;

import dev.almanac.schema.AppointmentCommand;
import org.apache.avro.SystemLimitException;
import org.apache.avro.util.ClassSecurityValidator;

/// What Avro may do in this process: make our generated classes, which it refuses by default, and allocate no more than
/// a record of ours can need, where by default a few forged bytes make it ask for 2 GiB.
final class AvroTrust {
    // Far above the largest command (256 KiB) and the largest row.
    private static final String MAX_BYTES = Integer.toString(16 * 1024 * 1024);
    private static final String MAX_ITEMS = Integer.toString(1024 * 1024);
    private static final String OURS = AppointmentCommand.class.getPackageName();

    static {
        // Read by Avro once, when its own class is loaded; a value set by whoever runs the process stands.
        limit(SystemLimitException.MAX_STRING_LENGTH_PROPERTY, MAX_BYTES);
        limit(SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, MAX_BYTES);
        limit(SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MAX_ITEMS);
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(OURS)));
    }

    private AvroTrust() {}

    /// Once per process; later calls do nothing.
    static void establish() {
        // Loading the class did it.
    }

    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
