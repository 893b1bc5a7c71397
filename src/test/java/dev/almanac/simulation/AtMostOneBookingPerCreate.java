package dev.almanac.simulation;

import dev.almanac.calendar.Marker;
import dev.almanac.command.CommandId;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Quirk;
import java.util.List;
import java.util.stream.Stream;

/// Whatever crashes, gets lost or is published twice: one create, one booking at most. Bookings are told apart by the
/// marker that the request carried, and by the command it was sent for.
///
/// Not held against Almanac: a booking that a person deleted before anybody could look, where lists do not tell what
/// was deleted. To everybody who looks later it was never made.
final class AtMostOneBookingPerCreate implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        var effects = evidence.effects();
        List<Ledger.Effect> creates = evidence.calendar().ledger().creates();
        return evidence.accepted().keySet().stream()
                .filter(id -> isTwice(evidence, marked(creates, id).toList())
                        || isTwice(evidence, effects.getOrDefault(id, List.of()).stream()
                                .filter(effect -> effect.before() == null)
                                .toList()))
                .map(id -> id.commandId() + " was booked more than once")
                .toList();
    }

    private static Stream<Ledger.Effect> marked(List<Ledger.Effect> creates, CommandId id) {
        String marker = Marker.of(id.commandId());
        return creates.stream()
                .filter(effect -> effect.after().locationId().equals(id.locationId()))
                .filter(effect -> effect.after().description() != null && effect.after().description().contains(marker));
    }

    private static boolean isTwice(Evidence evidence, List<Ledger.Effect> bookings) {
        for (int i = 1; i < bookings.size(); i++) {
            if (!isHidden(evidence, bookings.get(i - 1), bookings.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(Evidence evidence, Ledger.Effect first, Ledger.Effect second) {
        return !evidence.calendar().quirks().has(Quirk.DELETED_ROWS_IN_LISTS)
                && evidence.calendar().ledger().effectsOf(first.eventId()).stream()
                        .anyMatch(effect -> !effect.byApi() && effect.after().deleted()
                                && effect.at().isBefore(second.at()));
    }
}
