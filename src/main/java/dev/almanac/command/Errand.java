package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Request;
import java.time.Instant;

/// A request to be made for a command.
///
/// @param appointmentId the appointment it reads or writes, or null
/// @param version       when what an update was composed from had been updated, as the vendor says; null if not told, or nothing was
/// @param write         whether it may change the calendar, so that the command's journal entry must be durable first
public record Errand(CommandId commandId, Request request, String appointmentId, Instant version, boolean write) {
    public Errand {
        requireNonNull(commandId, "commandId");
        requireNonNull(request, "request");
    }
}
