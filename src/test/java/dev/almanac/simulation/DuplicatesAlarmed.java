package dev.almanac.simulation;

import dev.almanac.calendar.Marker;
import dev.almanac.command.CommandId;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a write took effect later than Almanac may assume, a create can have two bookings. Then somebody is told: of each
/// one that is still in the calendar and in the polled windows, beside another, with the marker that shows whose it is.
final class DuplicatesAlarmed implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        Set<String> alarmed = new HashSet<>();
        evidence.alarms().forEach(alarm -> {
            alarmed.add(alarm.appointmentId());
            alarmed.add(alarm.otherId());
        });
        List<String> broken = new ArrayList<>();
        twins(evidence).forEach((id, twins) -> twins.stream()
                .filter(twin -> !alarmed.contains(twin))
                .forEach(twin -> broken.add(
                        "%s has the bookings %s, and nobody was told of %s".formatted(id.commandId(), twins, twin))));
        return broken;
    }

    /// The bookings of creates that have several.
    static Map<CommandId, List<String>> twins(Evidence evidence) {
        Map<CommandId, List<String>> twins = new HashMap<>();
        evidence.effects().forEach((id, effects) -> {
            Map<String, StoredEvent> present = new HashMap<>();
            evidence.calendar().rows(id.locationId()).forEach(row -> present.put(row.id(), row));
            List<String> bookings = effects.stream()
                    .filter(effect -> effect.before() == null)
                    .map(Ledger.Effect::eventId)
                    .filter(booking -> shows(present.get(booking), Marker.of(id.commandId())))
                    .filter(booking -> isPolled(present.get(booking), evidence.end()))
                    .toList();
            if (bookings.size() > 1) {
                twins.put(id, bookings);
            }
        });
        return twins;
    }

    private static boolean isPolled(StoredEvent row, Instant end) {
        return row.startsAt().isAfter(end.minus(World.POLLING.farPast()))
                && row.startsAt().isBefore(end.plus(World.POLLING.farFuture()));
    }

    private static boolean shows(StoredEvent row, String marker) {
        return row != null && !row.deleted() && row.description() != null && row.description().contains(marker);
    }
}
