package dev.almanac.wire;

/// A command whose ids cannot stand in keys, so that it can be neither journaled nor answered. Its record belongs on
/// the dead-letter topic; the message says why, without repeating the ids.
final class UnusableCommand extends IllegalArgumentException {
    UnusableCommand(String message) {
        super(message);
    }
}
