package dev.almanac.command;

/// What came with a command and goes out with what it causes; each may be null.
///
/// @param correlationId the sender's `ce_correlationid`
/// @param causationId   the command record's `ce_id`
/// @param traceparent   W3C trace context
public record Trace(String correlationId, String causationId, String traceparent) {
    public static final Trace NONE = new Trace(null, null, null);
}
