package dev.almanac.simulation;

import dev.almanac.dev.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// No stretch of time as long as the vendor's interval sees more requests of a location than the vendor allows.
///
/// What an owner cannot know is not held against it. Of its first request it has to know what had arrived when it took over;
/// the answer to that one tells what a predecessor got through later. What it gets through after that is known to
/// neither, and what the vendor refused it was not counted, and is not told. Where owners are replaced sooner than they
/// expect, the first request goes out in ignorance.
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
            boolean excused = first == null && evidence.hasty();
            if (!excused && known(requests, first == null ? last : first, last, evidence) > evidence.burst()) {
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
            Ledger.Request request = requests.get(i);
            boolean own = ownerOf(request, evidence) == owner;
            boolean told = i < first && request.status() != 429
                    && (first < last
                            || !request.at().isAfter(evidence.topics().takenOverAt(ownerOf(request, evidence) + 1)));
            known += own || told ? 1 : 0;
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
