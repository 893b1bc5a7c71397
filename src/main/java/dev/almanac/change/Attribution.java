package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import java.util.Optional;
import java.util.function.Function;

/// Which commands of ours are behind what a look shows.
///
/// @param creator the command that created an appointment
/// @param cause   the command that is changing it at present
public record Attribution(Function<Appointment, Optional<String>> creator, Function<String, Optional<String>> cause) {
    public Attribution {
        requireNonNull(creator, "creator");
        requireNonNull(cause, "cause");
    }
}
