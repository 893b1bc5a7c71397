package dev.almanac.dev;

import java.time.Duration;
import java.util.Random;

/// How faithfully lists are told.
///
/// @param age     lists tell the rows as they were this long ago; zero: as they are
/// @param dropped share of the rows that lists leave out, at random
record View(Duration age, double dropped, Random random) {
    static final View TRUE = new View(Duration.ZERO, 0, new Random(0));

    boolean leavesOut() {
        return dropped > 0 && random.nextDouble() < dropped;
    }
}
