package dev.almanac.dev;

import java.util.Optional;
import java.util.Set;

/// What every request must pass before its operation is looked at: version header, token, rate limit, route, scope. The
/// order among them is not documented.
final class Gate {
    /// Published versions that live calls were answered under. One is not named in the description but works.
    private static final Set<String> VERSIONS = Set.of("2021-04-15", "2021-07-28", "2023-02-21", "v3");

    private final SimulatedCalendar calendar;
    private final RateLimiter limiter;

    Gate(SimulatedCalendar calendar) {
        this.calendar = calendar;
        this.limiter = new RateLimiter(calendar.time(), calendar.quirks());
    }

    static String bearer(VendorRequest request) {
        String header = request.headers().getOrDefault("authorization", "");
        return header.regionMatches(true, 0, "Bearer ", 0, 7) ? header.substring(7) : "";
    }

    void version(VendorRequest request) {
        String version = request.headers().get("version");
        if (version == null) {
            throw VendorError.of(401, "version header was not found.");
        }
        if (!VERSIONS.contains(version)) {
            throw VendorError.of(401, "version header is invalid");
        }
    }

    VendorLocation location(VendorRequest request) {
        String bearer = bearer(request);
        return calendar.locationOfToken(bearer).orElseThrow(() -> VendorError.of(401,
                bearer.startsWith("pit-") ? "Invalid Private Integration token"
                        : bearer.startsWith("eyJ") ? "Invalid JWT"
                        : "Invalid token: access token is invalid"));
    }

    RateLimiter.Verdict rate(VendorRequest request, VendorLocation location) {
        return limiter.count(bearer(request), location.allowance());
    }

    void usedElsewhere(VendorLocation location, int ofInterval, int ofDay) {
        location.tokens().forEach(token -> limiter.usedElsewhere(token.value(), ofInterval, ofDay));
    }

    Route route(VendorRequest request, VendorLocation location) {
        Optional<Route> route = Route.of(request.method(), request.path());
        if (route.isEmpty()) {
            throw Route.unknown(request.method(), request.path());
        }
        VendorToken token = location.token(bearer(request)).orElseThrow();
        if (!token.scopes().contains(route.get().operation().scope())) {
            throw VendorError.of(401, "The token is not authorized for this scope.");
        }
        return route.get();
    }
}
