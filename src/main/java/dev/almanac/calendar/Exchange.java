package dev.almanac.calendar;

/// How one request went on the wire, before anybody asks what the answer means.
sealed interface Exchange {

    /// Provably not a byte was written.
    record Unsent(String cause) implements Exchange {}

    /// Something may have been written, and no whole answer came back.
    ///
    /// @param answer the head of the answer, or null
    record Lost(String cause, Answer answer) implements Exchange {}

    /// A whole answer.
    ///
    /// @param traceId of the headers, or null
    record Received(int status, String traceId, RateLimit rateLimit, byte[] body) implements Exchange {}
}
