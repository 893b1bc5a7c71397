package dev.almanac.dev;

import java.util.Map;

/// An answer of the simulated API.
///
/// @param headers by lower-case name
public record VendorAnswer(int status, Map<String, String> headers, String body) {
    public VendorAnswer {
        headers = Map.copyOf(headers);
    }
}
