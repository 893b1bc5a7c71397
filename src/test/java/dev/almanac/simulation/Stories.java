package dev.almanac.simulation;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// Tells the fingerprints of histories, to compare one process with another: no order may depend on where something
/// lies in memory, nor on the salt of a process's sets.
final class Stories {
    private Stories() {}

    /// @param arguments the first and the last seed
    public static void main(String[] arguments) {
        LongStream.rangeClosed(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]))
                .mapToObj(Stories::fingerprint)
                .forEach(System.out::println);
    }

    static String of(long seed) {
        History history = new History(seed, PlantedBug.NONE, true);
        history.run();
        return history.story().collect(Collectors.joining("\n"))
                + history.evidence().topics().results().stream()
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));
    }

    /// What was done, told and answered, in one number.
    static String fingerprint(long seed) {
        String story = of(seed);
        return "seed " + seed + " " + story.length() + " " + story.hashCode();
    }
}
