package dev.almanac.dev;

import java.util.Set;

/// A bearer token of a simulated location and what it may be used for.
public record VendorToken(String value, Set<String> scopes) {
    public static final String READ_CALENDARS = "calendars.readonly";
    public static final String READ_EVENTS = "calendars/events.readonly";
    public static final String WRITE_EVENTS = "calendars/events.write";

    public VendorToken {
        scopes = Set.copyOf(scopes);
    }

    public static VendorToken full(String value) {
        return new VendorToken(value, Set.of(READ_CALENDARS, READ_EVENTS, WRITE_EVENTS));
    }

    @Override
    public String toString() {
        return "VendorToken[" + scopes + "]";
    }
}
