package dev.almanac.wire;

import org.apache.kafka.common.errors.SerializationException;

/// A value could not be written or read because the schema registry did not answer. Says nothing about the value: the
/// same attempt may succeed later.
public final class RegistryUnavailableException extends SerializationException {
    RegistryUnavailableException(Throwable cause) {
        super("the schema registry does not answer: " + cause.getMessage(), cause);
    }
}
