package dev.almanac.dev;

import java.util.Locale;
import java.util.Optional;

/// The operation that a request means, and the id in its path.
///
/// @param id of the appointment, block or calendar; null where the path names none
record Route(Operation operation, String id) {
    private static final String NOT_A_ROUTE =
            "This route is not yet supported by the IAM Service. Please update your IAM config.";

    static Optional<Route> of(String method, String path) {
        for (Operation operation : Operation.values()) {
            if (operation.method().equals(method)) {
                Optional<Route> route = match(operation, path);
                if (route.isPresent()) {
                    return route;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Route> match(Operation operation, String path) {
        String[] pattern = operation.path().split("/", -1);
        String[] segments = path.split("/", -1);
        if (pattern.length != segments.length) {
            return Optional.empty();
        }
        String id = null;
        for (int i = 0; i < pattern.length; i++) {
            if (pattern[i].equals("*") && !segments[i].isEmpty()) {
                id = VendorRequest.decoded(segments[i]);
            } else if (!pattern[i].equals(segments[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(new Route(operation, id));
    }

    /// What the vendor says where there is no route. Below `/calendars/` its gateway speaks first, also to a path whose
    /// case is wrong and to a delete of `/calendars/events/appointments/…`.
    static VendorError unknown(String method, String path) {
        return path.toLowerCase(Locale.ROOT).startsWith("/calendars/")
                ? VendorError.of(401, NOT_A_ROUTE)
                : VendorError.of(404, "Cannot " + method + " " + path);
    }
}
