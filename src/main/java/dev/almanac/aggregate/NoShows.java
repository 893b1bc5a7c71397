package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;

/// How the appointments of one cell turned out.
public record NoShows(CellKey key, ZoneId timeZone, Figures figures, Instant asOf, long revision)
        implements Cell {
    /// Raised when the meaning of a figure changes.
    public static final int DEFINITION_VERSION = 1;

    public NoShows {
        requireNonNull(key, "key");
        requireNonNull(timeZone, "timeZone");
        requireNonNull(figures, "figures");
        requireNonNull(asOf, "asOf");
    }

    /// The counts, and the rates that follow from them. `scheduled` is the sum of the others without `lateCancelled`, which
    /// is part of `cancelled`.
    public record Figures(
            int showed, int noShow, int cancelled, int lateCancelled, int invalid, int upcoming, int unmarked, int unknown) {

        public int scheduled() {
            return showed + noShow + cancelled + invalid + upcoming + unmarked + unknown;
        }

        /// No-show ÷ (showed + no-show), or null where nothing is marked.
        public Double rate() {
            return quotient(noShow, showed + noShow);
        }

        /// The rate if every unmarked one showed.
        public Double rateLowerBound() {
            return quotient(noShow, showed + noShow + unmarked);
        }

        /// The rate if no unmarked one showed.
        public Double rateUpperBound() {
            return quotient(noShow + unmarked, showed + noShow + unmarked);
        }

        private static Double quotient(int part, int whole) {
            return whole == 0 ? null : Double.valueOf((double) part / whole);
        }
    }
}
