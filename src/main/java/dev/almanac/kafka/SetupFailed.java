package dev.almanac.kafka;

/// The start cannot go on until somebody changes something. The message alone tells the operator what and where, so it
/// is printed without a stack trace.
public final class SetupFailed extends RuntimeException {
    public SetupFailed(String message) {
        super(message);
    }

    public SetupFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
