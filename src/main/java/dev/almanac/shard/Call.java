package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Request;
import dev.almanac.location.Location;

/// A request to be sent once the turn that decided it is committed.
///
/// @param credential name of the access token to send it with
public record Call(String locationId, String credential, Purpose purpose, Request request) {
    public Call {
        requireNonNull(locationId, "locationId");
        requireNonNull(credential, "credential");
        requireNonNull(purpose, "purpose");
        requireNonNull(request, "request");
    }

    static Call of(Location location, Purpose purpose, Request request) {
        return new Call(location.locationId(), location.credential(), purpose, request);
    }
}
