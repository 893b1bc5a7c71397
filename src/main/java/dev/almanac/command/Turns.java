package dev.almanac.command;

import dev.almanac.calendar.Operation;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Commands whose turn it is, by what they will ask the calendar for: where that is not asked for at present, others pass. What was
/// denied goes after what was not: it may name something of somebody else, and be denied for ever.
final class Turns {
    private static final Comparator<PendingCommand> ORDER =
            Comparator.comparingInt((PendingCommand command) -> command.denials).thenComparing(PendingCommand::position);

    private final Map<Operation, TreeSet<PendingCommand>> byOperation = new EnumMap<>(Operation.class);

    /// In its place. What that depends on changes only while it is taken.
    void put(PendingCommand command) {
        remove(command);
        byOperation.computeIfAbsent(command.nextOperation(), _ -> new TreeSet<>(ORDER)).add(command);
    }

    void remove(PendingCommand command) {
        byOperation.values().forEach(commands -> commands.remove(command));
    }

    /// Takes the first that needs nothing that rests.
    Optional<PendingCommand> take(Set<Operation> resting, Instant now) {
        while (true) {
            Optional<Map.Entry<Operation, TreeSet<PendingCommand>>> first = byOperation.entrySet().stream()
                    .filter(entry -> !resting.contains(entry.getKey()) && !entry.getValue().isEmpty())
                    .min(Comparator.comparing(entry -> entry.getValue().first(), ORDER));
            if (first.isEmpty()) {
                return Optional.empty();
            }
            PendingCommand command = first.get().getValue().pollFirst();
            command.forgetStale(now);
            if (command.nextOperation() == first.get().getKey()) {
                return Optional.of(command);
            }
            // It has come to need something else meanwhile, such as to read anew what it has read.
            put(command);
        }
    }
}
