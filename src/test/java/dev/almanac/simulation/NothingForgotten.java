package dev.almanac.simulation;

import dev.almanac.shard.Write;
import java.util.ArrayList;
import java.util.List;

/// In the end every record that was read is done, or is a dead letter with its reason, and is so once.
final class NothingForgotten implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        evidence.openCommands().forEach(id -> broken.add(id.commandId() + " is not done"));
        if (evidence.topics().position() != evidence.topics().commands().size()) {
            broken.add("the position is %d, after %d commands"
                    .formatted(evidence.topics().position(), evidence.topics().commands().size()));
        }
        List<Long> dead = evidence.topics().deadLetters().stream()
                .map(Write.DeadLetter::origin)
                .map(origin -> origin.offset())
                .sorted()
                .toList();
        if (!dead.equals(evidence.usurpers())) {
            broken.add("dead letters are %s, and should be %s".formatted(dead, evidence.usurpers()));
        }
        return broken;
    }
}
