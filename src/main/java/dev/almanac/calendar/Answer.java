package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

/// What an answer said besides its value.
///
/// @param status    the HTTP status; the body's own `statusCode` may differ and is not believed. 0 where nobody was
///                  asked, because the request made no sense
/// @param message   the vendor's text of an error, shortened; null on success
/// @param traceId   the vendor's trace id, or null
public record Answer(int status, String message, String traceId, RateLimit rateLimit) {
    public Answer {
        requireNonNull(rateLimit, "rateLimit");
    }
}
