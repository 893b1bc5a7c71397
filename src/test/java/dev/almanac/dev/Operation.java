package dev.almanac.dev;

/// The operations of the vendor's calendar API that are simulated: the five that Almanac lives on and some neighbours.
public enum Operation {
    READ(VendorToken.READ_EVENTS, "GET", "/calendars/events/appointments/*"),
    LIST_EVENTS(VendorToken.READ_EVENTS, "GET", "/calendars/events"),
    LIST_BLOCKED(VendorToken.READ_EVENTS, "GET", "/calendars/blocked-slots"),
    CREATE(VendorToken.WRITE_EVENTS, "POST", "/calendars/events/appointments"),
    UPDATE(VendorToken.WRITE_EVENTS, "PUT", "/calendars/events/appointments/*"),
    DELETE(VendorToken.WRITE_EVENTS, "DELETE", "/calendars/events/*"),
    BLOCK(VendorToken.WRITE_EVENTS, "POST", "/calendars/events/block-slots"),
    LIST_CALENDARS(VendorToken.READ_CALENDARS, "GET", "/calendars/"),
    FREE_SLOTS(VendorToken.READ_CALENDARS, "GET", "/calendars/*/free-slots");

    private final String scope;
    private final String method;
    private final String path;

    Operation(String scope, String method, String path) {
        this.scope = scope;
        this.method = method;
        this.path = path;
    }

    /// The scope that a token needs for it.
    String scope() {
        return scope;
    }

    String method() {
        return method;
    }

    /// With `*` for the one segment that names an appointment, a block or a calendar.
    String path() {
        return path;
    }
}
