package dev.almanac.simulation;

import dev.almanac.dev.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// No stretch of time as long as the vendor's interval sees more requests of a location than the vendor allows. Known
/// exception: what the predecessor has sent and the vendor has not got yet cannot be known to a new owner.
final class BudgetKept implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        for (String location : World.TEAMS.keySet()) {
            List<Instant> times = evidence.calendar().ledger().requests(location).stream()
                    .map(Ledger.Request::at)
                    .toList();
            for (int first = 0; first + evidence.burst() < times.size(); first++) {
                Instant from = times.get(first);
                Instant to = from.plus(World.BURST_INTERVAL);
                if (times.get(first + evidence.burst()).isBefore(to)) {
                    broken.add("%s: more than %d requests from %s on; takeovers at %s".formatted(
                            location, evidence.burst(), from, evidence.takeovers()));
                    break;
                }
            }
        }
        return broken;
    }
}
