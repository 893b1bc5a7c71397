package dev.almanac.simulation;

import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What histories were made of, added up: whether they were hard enough to mean anything. Thread-safe.
final class Tally {
    private final Map<Outcome, Long> outcomes = new TreeMap<>();
    private final Map<CommandResult.Reason, Long> unresolvedCreates = new TreeMap<>();
    private long histories;
    private long commands;
    private long creates;
    private long crashes;
    private long takeovers;
    private long zombies;
    private long writes;
    private long struckWrites;

    synchronized void add(History history) {
        Evidence evidence = history.evidence();
        Happenings happened = history.happenings();
        histories++;
        commands += evidence.topics().commands().size();
        creates += evidence.accepted().values().stream().filter(one -> one.command() instanceof Create).count();
        crashes += happened.crashes;
        takeovers += happened.takeovers;
        zombies += happened.zombies;
        writes += happened.writes;
        struckWrites += happened.struckWrites;
        for (CommandResult result : evidence.topics().results()) {
            outcomes.merge(result.outcome(), 1L, Long::sum);
            if (result.outcome() == Outcome.UNRESOLVED && result.operation() == CommandResult.Operation.CREATE) {
                unresolvedCreates.merge(result.reason(), 1L, Long::sum);
            }
        }
    }

    synchronized long histories() {
        return histories;
    }

    /// One line.
    @Override
    public synchronized String toString() {
        List<String> parts = new ArrayList<>();
        parts.add("%,d histories".formatted(histories));
        parts.add("%,d commands".formatted(commands));
        parts.add("%,d crashes".formatted(crashes));
        parts.add("%,d takeovers of which %,d from a zombie".formatted(takeovers, zombies));
        parts.add("%,d of %,d writes struck".formatted(struckWrites, writes));
        parts.add("results " + words(outcomes));
        long results = outcomes.values().stream().mapToLong(Long::longValue).sum();
        parts.add("unresolved %s of all".formatted(share(outcomes.getOrDefault(Outcome.UNRESOLVED, 0L), results)));
        long unresolved = unresolvedCreates.values().stream().mapToLong(Long::longValue).sum();
        parts.add("%s of creates (%s)".formatted(share(unresolved, creates), words(unresolvedCreates)));
        return String.join(", ", parts);
    }

    private static String share(long part, long whole) {
        return "%.2f %%".formatted(whole == 0 ? 0 : 100.0 * part / whole);
    }

    private static String words(Map<? extends Enum<?>, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "%s %,d".formatted(count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }
}
