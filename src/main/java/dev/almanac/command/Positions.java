package dev.almanac.command;

/// The order in which commands were accepted: their offsets, for as long as these go on from where the journal ends. In a topic
/// that was made anew they begin at 0 again, and what comes now would go before what still waits from then, or take its place.
final class Positions {
    /// At it or below, any may be taken.
    private long floor = -1;
    private long last = -1;
    private long shift;

    /// A command that still waits was accepted at this one.
    void restored(long position) {
        last = Math.max(last, position);
        floor = last;
    }

    /// Whatever comes now goes behind what was given a place until now.
    void beginAnew() {
        floor = last;
    }

    /// The place of a command that was published at an offset and never seen before. One that could not be decoded at first
    /// keeps its place before those that came meanwhile, until a restart: then it goes behind what still waits.
    long of(long offset) {
        if (offset + shift <= floor) {
            floor = last;
            shift = floor + 1 - offset;
        }
        last = Math.max(last, offset + shift);
        return offset + shift;
    }
}
