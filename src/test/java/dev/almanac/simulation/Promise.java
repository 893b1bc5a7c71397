package dev.almanac.simulation;

import java.util.List;

/// Something Almanac promises, judged after the fact.
interface Promise {
    /// In words, each way in which it is broken; none: it is kept.
    List<String> broken(Evidence evidence);
}
