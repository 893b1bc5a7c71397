package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Which commands of ours are behind what a look shows.
///
/// @param creator the command that created an appointment
/// @param cause   the command that was changing it when an answer had come
public record Attribution(
        Function<Appointment, Optional<String>> creator, BiFunction<String, Instant, Optional<String>> cause) {
    public Attribution {
        requireNonNull(creator, "creator");
        requireNonNull(cause, "cause");
    }
}
