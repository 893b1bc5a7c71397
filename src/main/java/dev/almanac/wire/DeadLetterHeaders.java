package dev.almanac.wire;

import dev.almanac.shard.Write;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Headers of a dead letter: those it came with, and why, where and when it was put aside. Those of an earlier death,
/// on a letter that was replayed, are replaced; and that it was moved to another partition once is forgotten, because a letter
/// that is published again with its headers may be moved again.
final class DeadLetterHeaders {
    private static final String PREFIX = "almanac-dlq-";
    /// A word for counting, such as `undecodable`.
    static final String REASON = PREFIX + "reason";
    /// For people.
    static final String MESSAGE = PREFIX + "message";
    static final String TOPIC = PREFIX + "topic";
    static final String PARTITION = PREFIX + "partition";
    static final String OFFSET = PREFIX + "offset";
    static final String TIME = PREFIX + "time";

    // A message explains; whoever needs more has the bytes.
    private static final int MAX_MESSAGE_CHARS = 1_000;

    private DeadLetterHeaders() {}

    /// @param topic     with partition and offset: where the record was read
    /// @param time      of putting it aside
    static Headers of(
            Headers original, String reason, String message, String topic, int partition, long offset, Instant time) {
        Headers headers = withoutDeath(original);
        put(headers, REASON, reason);
        put(headers, MESSAGE, cut(message));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        put(headers, TIME, time.toString());
        return headers;
    }

    /// The headers its sender gave a record: for a replay.
    static Headers withoutDeath(Headers headers) {
        Headers others = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(PREFIX) && !header.key().equals(Write.Forward.HEADER)) {
                others.add(header);
            }
        }
        return others;
    }

    private static String cut(String message) {
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS - 1) + "…";
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
