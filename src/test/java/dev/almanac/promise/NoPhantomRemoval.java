package dev.almanac.promise;

import dev.almanac.calendar.InstanceId;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.dev.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Nothing is called removed that was there at that moment.
final class NoPhantomRemoval implements Promise {
    /// Longer than any answer is under way.
    private static final Duration UNDER_WAY = Duration.ofSeconds(30);

    @Override
    public List<String> broken(Aftermath aftermath) {
        return aftermath.changes().stream()
                .filter(change -> change.kind() == AppointmentChange.Kind.REMOVED)
                .map(AppointmentChange::after)
                .filter(row -> !wasGone(row, aftermath.calendar().ledger()))
                .map(row -> "%s was called removed at %s, and was there".formatted(row.id(), row.fetchedAt()))
                .toList();
    }

    private static boolean wasGone(AppointmentRow row, Ledger ledger) {
        String series = InstanceId.seriesOf(row.id());
        if (!series.equals(row.id())) {
            // An instance goes with any change of its series, and when it is moved it comes back under another id.
            return ledger.effects().stream()
                    .anyMatch(effect -> InstanceId.seriesOf(effect.eventId()).equals(series)
                            && effect.before() != null && !effect.at().isAfter(row.fetchedAt()));
        }
        Instant earliest = row.fetchedAt().minus(UNDER_WAY);
        List<Ledger.Effect> all = ledger.effectsOf(row.id());
        for (int i = 0; i < all.size(); i++) {
            boolean over = i + 1 < all.size() && all.get(i + 1).at().isBefore(earliest);
            if (all.get(i).after().deleted() && !over && !all.get(i).at().isAfter(row.fetchedAt())) {
                return true;
            }
        }
        return false;
    }
}
