package dev.almanac.dev;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request as it reaches the simulated API.
///
/// @param path    as sent, percent-encoded, without the query
/// @param headers by lower-case name
/// @param body    empty if there is none
public record VendorRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    public VendorRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /// @param target  path and query as in the request line
    /// @param headers by lower-case name
    public static VendorRequest of(String method, String target, Map<String, String> headers, String body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, String> query = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                if (!parts[0].isEmpty()) {
                    query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
                }
            }
        }
        return new VendorRequest(method, path, query, headers, body);
    }

    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
