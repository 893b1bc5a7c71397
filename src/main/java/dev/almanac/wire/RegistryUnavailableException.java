package dev.almanac.wire;

import org.apache.kafka.common.errors.RetriableException;

/// A value could not be written or read because the schema registry did not answer, or not as one that is well does: no
/// connection, an HTTP error, or a schema that it does not know yet. Says nothing about the value: the same attempt may succeed
/// later, which is how Kafka's clients and whoever computes figures know a failure to wait for.
public final class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1;

    RegistryUnavailableException(Throwable cause) {
        super("the schema registry does not answer: " + cause.getMessage(), cause);
    }

    RegistryUnavailableException(String message) {
        super(message);
    }
}
