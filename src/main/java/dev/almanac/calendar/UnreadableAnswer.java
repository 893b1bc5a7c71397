package dev.almanac.calendar;

/// An answer without the form it must have. The message says what is wrong and quotes nothing of it.
final class UnreadableAnswer extends Exception {
    UnreadableAnswer(String message) {
        super(message, null, false, false);
    }
}
