package dev.almanac.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Everything that is left to chance, repeatable by its seed.
final class Dice {
    private final Random random;

    Dice(long seed) {
        // Neighbouring seeds of java.util.Random begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /// From 0 to below.
    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean perMille(int share) {
        return random.nextInt(1000) < share;
    }

    boolean percent(int share) {
        return random.nextInt(100) < share;
    }

    Duration millis(long from, long to) {
        return Duration.ofMillis(from + random.nextLong(to - from + 1));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    long seed() {
        return random.nextLong();
    }
}
