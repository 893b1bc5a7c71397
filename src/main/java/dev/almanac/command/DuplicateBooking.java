package dev.almanac.command;

import static java.util.Objects.requireNonNull;

/// One create, two bookings: an attempt took effect after the settle time, against the assumption that the promise
/// rests on, or somebody copied the marker into another booking. A person has to look and cancel one.
///
/// @param appointmentId that the command is known to have made
/// @param otherId       that carries its marker, too
public record DuplicateBooking(CommandId commandId, String appointmentId, String otherId) {
    public DuplicateBooking {
        requireNonNull(commandId, "commandId");
        requireNonNull(appointmentId, "appointmentId");
        requireNonNull(otherId, "otherId");
    }
}
