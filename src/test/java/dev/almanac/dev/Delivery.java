package dev.almanac.dev;

/// What the network does with an answer.
sealed interface Delivery {
    /// It arrives.
    record Whole(VendorAnswer answer) implements Delivery {}

    /// Its head and half of its body arrive.
    record Cut(VendorAnswer answer) implements Delivery {}

    /// The connection is reset instead.
    record Reset() implements Delivery {}

    /// The status that reaches the client; 0: none.
    default int status() {
        return switch (this) {
            case Whole(VendorAnswer answer) -> answer.status();
            case Cut(VendorAnswer answer) -> answer.status();
            case Reset() -> 0;
        };
    }
}
