package dev.almanac.promise;

import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Every accepted command has exactly one result, and nothing else has any.
final class OneResultPerCommand implements Promise {
    @Override
    public List<String> broken(Aftermath aftermath) {
        List<String> broken = new ArrayList<>();
        Map<CommandId, List<CommandResult>> results = aftermath.resultsByCommand();
        aftermath.accepted().keySet().forEach(id -> {
            int count = results.getOrDefault(id, List.of()).size();
            if (count != 1) {
                broken.add(id + " has " + count + " results");
            }
        });
        results.keySet().stream()
                .filter(id -> !aftermath.accepted().containsKey(id))
                .forEach(id -> broken.add(id + " has a result and was never published"));
        return broken;
    }
}
