package dev.almanac.change;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Appointment;
import java.util.Optional;
import java.util.function.Function;

/// Which commands of ours are behind what a look shows.
///
/// @param creator the command that created an appointment
/// @param cause   the command that was changing it when a look was taken
public record Attribution(Function<Appointment, Optional<String>> creator, Cause cause) {
    public Attribution {
        requireNonNull(creator, "creator");
        requireNonNull(cause, "cause");
    }

    /// Whose doing it is what a look shows of an appointment.
    public interface Cause {
        /// @param shown the row as it is with the look
        Optional<String> of(AppointmentRow shown, Look look);
    }
}
