package dev.almanac.planted.dev;

/// Stands for the development environment.
public record Trial(SessionManager manager) {
    /// A type with an empty name within another.
    public record SessionManager() {}
}
