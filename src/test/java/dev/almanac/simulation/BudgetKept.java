package dev.almanac.simulation;

import dev.almanac.dev.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No stretch of time as long as the vendor's interval sees more requests of a location than the vendor allows.
///
/// What an owner cannot know is not held against it: the first answer it gets tells what its predecessors have used, so
/// its first request goes out in ignorance, and what a predecessor gets through after that one is known to neither.
/// What the vendor refused a predecessor was not counted, and is not told.
final class BudgetKept implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return World.TEAMS.keySet().stream()
                .flatMap(location -> broken(evidence, location).stream().limit(1))
                .toList();
    }

    private static List<String> broken(Evidence evidence, String location) {
        List<String> broken = new ArrayList<>();
        List<Ledger.Request> requests = evidence.calendar().ledger().requests(location);
        Map<Integer, Integer> firsts = new HashMap<>();
        for (int last = 0; last < requests.size(); last++) {
            int owner = ownerOf(requests.get(last), evidence);
            Integer first = firsts.putIfAbsent(owner, last);
            if (first != null && known(requests, first, last, evidence) > evidence.burst()) {
                broken.add("%s: owner %d knows of more than %d requests in the %d s until %s".formatted(
                        location, owner, evidence.burst(), World.BURST_INTERVAL.toSeconds(), requests.get(last).at()));
            }
        }
        return broken;
    }

    /// How many requests of the last interval an owner knows of.
    private static int known(List<Ledger.Request> requests, int first, int last, Evidence evidence) {
        int owner = ownerOf(requests.get(last), evidence);
        int known = 0;
        for (int i = last; i >= 0 && isWithin(requests.get(i), requests.get(last)); i--) {
            boolean own = ownerOf(requests.get(i), evidence) == owner;
            known += own || i < first && requests.get(i).status() != 429 ? 1 : 0;
        }
        return known;
    }

    private static boolean isWithin(Ledger.Request request, Ledger.Request last) {
        return request.at().plus(World.BURST_INTERVAL).isAfter(last.at());
    }

    private static int ownerOf(Ledger.Request request, Evidence evidence) {
        return evidence.senders().get(request.traceId()).owner();
    }
}
