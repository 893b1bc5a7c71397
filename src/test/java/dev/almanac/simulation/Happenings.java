package dev.almanac.simulation;

/// What went wrong in a history, counted.
final class Happenings {
    int crashes;
    int takeovers;
    /// Takeovers from an owner that still ran.
    int zombies;
    int writes;
    /// Writes to which a [Mishap] happened.
    int struckWrites;
}
