package dev.almanac.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.HttpServerConfiguration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a token file is set, answers only those who send one of its tokens. Open to everybody stays what holds no people's
/// data: the page itself, which asks for the token, health and metrics. Whatever is not known to be open is closed, so that a
/// new endpoint cannot be forgotten. Made with the context: a token file that cannot be used stops the start.
@Context
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class AccessFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
    private static final String EVERYWHERE = "0.0.0.0";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");
    private static final Set<String> OPEN = Set.of("/", "/index.html", "/favicon.svg", "/openapi.yaml", "/health", "/prometheus");
    private static final Set<String> OPEN_FOLDERS = Set.of("/dashboard/", "/webjars/", "/health/");

    private final Optional<BearerTokens> tokens;

    AccessFilter(HttpSettings settings, HttpServerConfiguration server) {
        this.tokens = settings.file().map(BearerTokens::read);
        String host = server.getHost().orElse(EVERYWHERE);
        if (tokens.isEmpty() && !LOOPBACK.contains(host)) {
            LOG.warn("Whoever reaches {} may see the figures and lists: no token file is set (ALMANAC_HTTP_TOKEN_FILE)", host);
        }
    }

    /// Null: go on.
    @RequestFilter
    @Nullable
    HttpResponse<?> refuse(HttpRequest<?> request) {
        if (tokens.isEmpty() || isOpen(request.getPath())) {
            return null;
        }
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return tokens.get().admit(header) ? null : unauthorized();
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith);
    }

    private static HttpResponse<ErrorAnswer> unauthorized() {
        HttpStatus status = HttpStatus.UNAUTHORIZED;
        ErrorAnswer answer = new ErrorAnswer(new ErrorAnswer.Error(
                status.name().toLowerCase(Locale.ROOT), "a token is needed: send Authorization: Bearer <token>"));
        return HttpResponse.<ErrorAnswer>status(status)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"almanac\"")
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(answer);
    }
}
