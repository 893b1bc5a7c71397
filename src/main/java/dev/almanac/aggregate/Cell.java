package dev.almanac.aggregate;

import java.time.Instant;
import java.time.ZoneId;

/// What every computed cell says about itself, whatever it counts.
public sealed interface Cell permits NoShows, Utilization {
    CellKey key();

    /// The zone whose local day it counts.
    ZoneId timeZone();

    /// The figures equal a recomputation over all records and the clock as of this instant.
    Instant asOf();

    /// 1 for the first emission, one more each time it changes.
    long revision();

    /// What the next emission of a cell is numbered.
    ///
    /// @param previous null: it was never told
    static long revisionAfter(Cell previous) {
        return previous == null ? 1 : previous.revision() + 1;
    }
}
