package dev.almanac.calendar;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Makes a value of a 2xx answer's JSON object.
@FunctionalInterface
interface AnswerReader<T> {
    T read(ObjectNode body) throws UnreadableAnswer;
}
