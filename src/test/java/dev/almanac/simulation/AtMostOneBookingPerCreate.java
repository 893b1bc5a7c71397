package dev.almanac.simulation;

import dev.almanac.calendar.Marker;
import java.util.List;

/// Whatever crashes, gets lost or is published twice: one create, one booking at most. Bookings are told apart by the
/// marker that the request carried, and by the command it was sent for.
final class AtMostOneBookingPerCreate implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return evidence.accepted().keySet().stream()
                .filter(id -> evidence.calendar().ledger().createsHolding(Marker.of(id.commandId())).stream()
                                .filter(effect -> effect.after().locationId().equals(id.locationId()))
                                .count() > 1
                        || evidence.effects().getOrDefault(id, List.of()).stream()
                                .filter(effect -> effect.before() == null)
                                .count() > 1)
                .map(id -> id.commandId() + " was booked more than once")
                .toList();
    }
}
