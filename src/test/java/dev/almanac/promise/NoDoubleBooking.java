package dev.almanac.promise;

import java.util.List;

/// One create, one booking at most: whatever crashes, gets lost or is published twice.
final class NoDoubleBooking implements Promise {
    @Override
    public List<String> broken(Aftermath aftermath) {
        return aftermath.accepted().keySet().stream()
                .filter(id -> aftermath.bookingsOf(id).size() > 1)
                .map(id -> id + " was booked " + aftermath.bookingsOf(id).size() + " times")
                .toList();
    }
}
