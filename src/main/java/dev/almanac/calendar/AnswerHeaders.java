package dev.almanac.calendar;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;

/// The headers of an answer that mean something, under the names that the vendor publishes. A value that is not a whole
/// number counts as absent: a strange header must not cost an answer.
final class AnswerHeaders {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,15}");

    private AnswerHeaders() {}

    static RateLimit rateLimit(HttpMessage answer) {
        return new RateLimit(
                count(answer, "x-ratelimit-max"),
                count(answer, "x-ratelimit-remaining"),
                millis(answer, "x-ratelimit-interval-milliseconds"),
                count(answer, "x-ratelimit-limit-daily"),
                count(answer, "x-ratelimit-daily-remaining"),
                millis(answer, "x-ratelimit-daily-reset"));
    }

    /// No such header is documented; the body's member is. A gateway's usual name for it is accepted.
    static String traceId(HttpMessage answer) {
        return text(answer, "x-trace-id");
    }

    private static Integer count(HttpMessage answer, String name) {
        Long number = number(answer, name);
        return number == null || number > Integer.MAX_VALUE ? null : Integer.valueOf(number.intValue());
    }

    private static Duration millis(HttpMessage answer, String name) {
        Long number = number(answer, name);
        return number == null ? null : Duration.ofMillis(number);
    }

    /// Never negative.
    private static Long number(HttpMessage answer, String name) {
        String text = text(answer, name);
        return text != null && WHOLE_NUMBER.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    private static String text(HttpMessage answer, String name) {
        Header header = answer.getFirstHeader(name);
        String text = header == null || header.getValue() == null ? "" : header.getValue().strip();
        return text.isEmpty() ? null : text;
    }
}
