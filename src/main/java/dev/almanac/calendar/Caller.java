package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.util.function.BooleanSupplier;

/// In whose name a request goes out, and until when.
///
/// @param token        of the location that the request is about
/// @param mayStillSend asked once, on the calling thread, with a connection at hand and nothing written yet; false
///                     means that nothing is sent. It must answer at once: between its answer and the first byte the
///                     world goes on
public record Caller(AccessToken token, BooleanSupplier mayStillSend) {
    public Caller {
        requireNonNull(token, "token");
        requireNonNull(mayStillSend, "mayStillSend");
    }
}
