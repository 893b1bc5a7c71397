package dev.almanac.command;

/// What looking for the effect of a write of unknown fate has shown.
sealed interface Evidence {

    /// It is there.
    record Effect(String appointmentId) implements Evidence {}

    /// It is not there.
    ///
    /// @param repeatable whether sending the same once more does no harm: of an update, because it says what shall hold;
    ///                   of a create, because the vendor's own slot check would stop a twin
    record Absence(boolean repeatable) implements Evidence {}

    /// What is there may be the effect, and does not say so; or nobody may look.
    record Unclear(String why) implements Evidence {}

    /// The question was not answered.
    record Silence() implements Evidence {}
}
