package dev.almanac.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/// Tells browsers what they may do with an answer: the page takes scripts, styles and data from its own server and from nowhere
/// else, nothing frames it, no answer is taken for another kind, and what is about people is not kept.
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class SafeHeaders {
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @ResponseFilter
    void add(HttpRequest<?> request, MutableHttpResponse<?> response) {
        response.header("Content-Security-Policy", POLICY);
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Resource-Policy", "same-origin");
        // Files whose name holds their version may be kept; a page of yesterday must not talk to a server of today.
        String caching = request.getPath().startsWith("/webjars/") ? "public, max-age=31536000, immutable" : "no-store";
        response.getHeaders().remove(HttpHeaders.CACHE_CONTROL);
        response.header(HttpHeaders.CACHE_CONTROL, caching);
    }
}
