package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Request;

/// A request to be made for a command.
///
/// @param appointmentId the appointment it reads or writes, or null
/// @param write         whether it may change the calendar, so that the command's journal entry must be durable first
public record Errand(CommandId commandId, Request request, String appointmentId, boolean write) {
    public Errand {
        requireNonNull(commandId, "commandId");
        requireNonNull(request, "request");
    }
}
