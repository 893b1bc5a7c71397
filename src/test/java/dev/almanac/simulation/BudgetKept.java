package dev.almanac.simulation;

import dev.almanac.dev.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// No stretch of time as long as the vendor's interval sees more requests of a location than the vendor allows.
///
/// What nobody can know is left out: a new owner learns from its first answer what its predecessors have used, so that
/// one request goes out in ignorance; and what a predecessor still had on its way then is known to neither.
final class BudgetKept implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        for (String location : World.TEAMS.keySet()) {
            List<Instant> times = accountable(evidence, location);
            for (int first = 0; first + evidence.burst() < times.size(); first++) {
                Instant from = times.get(first);
                if (times.get(first + evidence.burst()).isBefore(from.plus(World.BURST_INTERVAL))) {
                    broken.add("%s: more than %d requests from %s on".formatted(location, evidence.burst(), from));
                    break;
                }
            }
        }
        return broken;
    }

    private static List<Instant> accountable(Evidence evidence, String location) {
        List<Instant> times = new ArrayList<>();
        Set<Integer> owners = new HashSet<>();
        int latest = 0;
        for (Ledger.Request request : evidence.calendar().ledger().requests(location)) {
            int owner = evidence.senders().get(request.traceId()).owner();
            boolean first = owners.add(owner) && owner > 1;
            boolean late = owner < latest;
            latest = Math.max(latest, owner);
            if (!first && !late) {
                times.add(request.at());
            }
        }
        return times;
    }
}
