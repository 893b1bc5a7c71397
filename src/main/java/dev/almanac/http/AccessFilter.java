package dev.almanac.http;

import io.micronaut.context.annotation.Context;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.HttpServerConfiguration;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a token file is set, answers only those who send one of its tokens. Open to everybody stays what holds no people's
/// data: the page itself, which asks for the token, and health. Whatever is not known to be open is closed, so that a
/// new endpoint cannot be forgotten. Made with the context: a token file that cannot be used stops the start.
///
/// Where there is none, and only this machine is listened to, a request has to name this machine as well: otherwise any web page
/// could have its own name resolve to 127.0.0.1, and read everything with the browser of somebody who works here.
@Context
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
class AccessFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AccessFilter.class);
    private static final String EVERYWHERE = "0.0.0.0";
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Set<String> OPEN = Set.of("/", "/index.html", "/favicon.svg", "/openapi.yaml", "/health");
    private static final Set<String> OPEN_FOLDERS = Set.of("/dashboard/", "/webjars/", "/health/");

    private final Optional<BearerTokens> tokens;
    private final boolean forThisMachine;

    AccessFilter(HttpSettings settings, HttpServerConfiguration server) {
        this.tokens = settings.file().map(BearerTokens::read);
        String host = server.getHost().orElse(EVERYWHERE);
        this.forThisMachine = tokens.isEmpty() && isLoopback(host);
        if (tokens.isEmpty() && !forThisMachine) {
            LOG.warn("Whoever reaches {} may see the figures and lists: no token file is set (ALMANAC_HTTP_TOKEN_FILE)", host);
        }
    }

    /// Null: go on.
    @RequestFilter
    @Nullable
    HttpResponse<?> refuse(HttpRequest<?> request) {
        if (forThisMachine && !namesThisMachine(request)) {
            return refusal(HttpStatus.FORBIDDEN, "without a token file (ALMANAC_HTTP_TOKEN_FILE) this is answered only under the"
                    + " names localhost, 127.0.0.1 and [::1]");
        }
        if (tokens.isEmpty() || isOpen(request.getPath())) {
            return null;
        }
        String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        return tokens.get().admit(header)
                ? null
                : refusal(HttpStatus.UNAUTHORIZED, "a token is needed: send Authorization: Bearer <token>")
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"almanac\"");
    }

    /// Programs that speak HTTP 1.0 name nobody; browsers always do.
    private static boolean namesThisMachine(HttpRequest<?> request) {
        return request.getHeaders().getAll(HttpHeaders.HOST).stream().allMatch(host -> THIS_MACHINE.matcher(host).matches());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false; // the server will not start there either
        }
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || OPEN_FOLDERS.stream().anyMatch(path::startsWith);
    }

    private static MutableHttpResponse<ErrorAnswer> refusal(HttpStatus status, String message) {
        ErrorAnswer answer = new ErrorAnswer(new ErrorAnswer.Error(status.name().toLowerCase(Locale.ROOT), message));
        return HttpResponse.<ErrorAnswer>status(status).contentType(MediaType.APPLICATION_JSON_TYPE).body(answer);
    }
}
