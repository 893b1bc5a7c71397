package dev.almanac.wire;

/// What bytes turned out to be.
sealed interface Decoded<V> {
    /// They could be read.
    record Value<V>(V value) implements Decoded<V> {}

    /// They will never be readable.
    ///
    /// @param reason for people; holds nothing of the content
    record Unreadable<V>(String reason) implements Decoded<V> {}

    /// The registry answers and does not know their schema (yet).
    record UnknownSchema<V>(int id) implements Decoded<V> {}

    /// The registry could not say: ask again later.
    record RegistryUnavailable<V>(Exception cause) implements Decoded<V> {}
}
