package dev.almanac.calendar;

/// Makes a value of a 2xx answer.
@FunctionalInterface
interface AnswerReader<T> {
    T read(AnswerBody body) throws UnreadableAnswer;
}
