package dev.almanac.simulation;

import dev.almanac.calendar.InstanceId;
import dev.almanac.command.CommandId;
import dev.almanac.dev.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Commands for one appointment take effect in the order in which they were published.
final class OrderPerAppointment implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        Map<String, CommandId> latest = new HashMap<>();
        var accepted = evidence.accepted();
        for (Ledger.Effect effect : evidence.calendar().ledger().effects()) {
            CommandId now = effect.byApi() ? evidence.senders().get(effect.traceId()).command() : null;
            // A booking comes before everything about it by nature; without markers it may serve an older command.
            if (now == null || effect.before() == null) {
                continue;
            }
            CommandId before = latest.put(InstanceId.seriesOf(effect.eventId()), now);
            if (before != null && accepted.get(before).offset() > accepted.get(now).offset()) {
                broken.add("%s took effect on %s at %s, after %s, which was published later".formatted(
                        now.commandId(), effect.eventId(), effect.at(), before.commandId()));
            }
        }
        return broken;
    }
}
