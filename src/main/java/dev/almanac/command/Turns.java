package dev.almanac.command;

import dev.almanac.calendar.Operation;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Commands whose turn it is, by what they will ask the calendar for: where that is not asked for at present, others pass.
final class Turns {
    private final Map<Operation, TreeMap<Long, PendingCommand>> byOperation = new EnumMap<>(Operation.class);

    /// At the place of its position.
    void put(PendingCommand command) {
        remove(command);
        byOperation.computeIfAbsent(command.nextOperation(), _ -> new TreeMap<>()).put(command.position(), command);
    }

    void remove(PendingCommand command) {
        byOperation.values().forEach(commands -> commands.remove(command.position(), command));
    }

    /// Takes the oldest that needs nothing that rests.
    Optional<PendingCommand> take(Set<Operation> resting) {
        while (true) {
            Optional<Map.Entry<Operation, TreeMap<Long, PendingCommand>>> oldest = byOperation.entrySet().stream()
                    .filter(entry -> !resting.contains(entry.getKey()) && !entry.getValue().isEmpty())
                    .min(Comparator.comparing(entry -> entry.getValue().firstKey()));
            if (oldest.isEmpty()) {
                return Optional.empty();
            }
            PendingCommand command = oldest.get().getValue().pollFirstEntry().getValue();
            if (command.nextOperation() == oldest.get().getKey()) {
                return Optional.of(command);
            }
            // It has come to need something else meanwhile, such as to read anew what it has read.
            put(command);
        }
    }
}
