package dev.almanac.command;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.RateLimit;
import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Update;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Commands, appointments and replies with only what a case is about.
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    static final String LOCATION = "loc-1";
    /// A calendar whose slots take one booking of a user.
    static final String ONE_SEAT = "cal-seat";
    static final Surroundings NOTHING_KNOWN = new Surroundings(_ -> false, _ -> List.of());
    static final String START = "2026-03-09T10:00:00-05:00";
    static final AppointmentDetails NOTHING = new AppointmentDetails(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    private Samples() {}

    static CommandId id(String commandId) {
        return new CommandId(LOCATION, commandId);
    }

    static Create create(String commandId) {
        return create(commandId, T0, null);
    }

    static Create create(String commandId, Instant issuedAt, Instant expiresAt) {
        AppointmentDetails details = new AppointmentDetails(
                "cal-1", START, null, commandId, "Bring papers", null, null, null, null, null, null, null, null, null,
                null);
        return new Create(id(commandId), issuedAt, expiresAt, "con-1", details);
    }

    /// A create that the vendor would refuse if it had made the booking already.
    static Create createOnce(String commandId) {
        return createOnce(commandId, null, UnaryOperator.identity());
    }

    static Create createOnce(String commandId, Instant expiresAt, UnaryOperator<AppointmentDetails> otherwise) {
        AppointmentDetails details = new AppointmentDetails(
                ONE_SEAT, START, null, commandId, null, null, null, "user-1", null, null, null, null, null, null, null);
        return new Create(id(commandId), T0, expiresAt, "con-1", otherwise.apply(details));
    }

    /// An update that names the appointment and gives it the command's id as its title.
    static Update update(String commandId, String appointmentId) {
        return update(commandId, appointmentId, null);
    }

    static Update update(String commandId, String appointmentId, Instant expiresAt) {
        return new Update(id(commandId), T0, expiresAt, appointmentId, null, titled(commandId));
    }

    /// The same, naming the create.
    static Update updateOf(String createCommandId, String commandId) {
        return updateOf(createCommandId, commandId, null);
    }

    static Update updateOf(String createCommandId, String commandId, Instant expiresAt) {
        return new Update(id(commandId), T0, expiresAt, null, createCommandId, titled(commandId));
    }

    static AppointmentDetails titled(String title) {
        return new AppointmentDetails(
                null, null, null, title, null, null, null, null, null, null, null, null, null, null, null);
    }

    static AppointmentDetails starting(String startTime) {
        return new AppointmentDetails(
                null, startTime, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    static Appointment appointment(String id, String title) {
        return appointment(id, title, "confirmed", null, null, null, false);
    }

    /// Booked by a command, as a list tells it: the description comes back as `notes`.
    static Appointment bookedBy(String commandId, String id) {
        return appointment(id, commandId, "confirmed", null, "Bring papers\n[almanac:" + commandId + "]", null, false);
    }

    static Appointment appointment(
            String id,
            String title,
            String status,
            String description,
            String notes,
            String masterEventId,
            boolean deleted) {
        return new Appointment(
                id, LOCATION, "cal-1", "con-1", null, title, status, "user-1", List.of(), null, description, notes,
                null, List.of(), masterEventId, OffsetDateTime.parse(START), null, T0, T0, List.of(), null, deleted,
                Map.of());
    }

    /// The same, made at another time.
    static Appointment added(Appointment row, Instant dateAdded) {
        return copy(row, row.startTime(), dateAdded);
    }

    /// The same at another time.
    static Appointment startingAt(Appointment row, String startTime) {
        return copy(row, OffsetDateTime.parse(startTime), row.dateAdded());
    }

    private static Appointment copy(Appointment row, OffsetDateTime startTime, Instant dateAdded) {
        return new Appointment(
                row.id(), row.locationId(), row.calendarId(), row.contactId(), null, row.title(), row.status(),
                row.assignedUserId(), row.users(), null, row.description(), row.notes(), null, row.rrule(),
                row.masterEventId(), startTime, null, dateAdded, dateAdded, List.of(), null, row.deleted(), Map.of());
    }

    static Reply written(String id) {
        return new Reply.Written(new ApiResult.Ok<>(id, answer(201, null)));
    }

    static Reply writtenInDoubt() {
        return new Reply.Written(new ApiResult.InDoubt<>("HTTP 502", answer(502, "Bad Gateway")));
    }

    static Reply refused(Refusal refusal) {
        return new Reply.Written(new ApiResult.Refused<>(refusal, answer(400, "The slot is no longer available.")));
    }

    static Reply throttled() {
        return new Reply.Written(new ApiResult.Throttled<>(answer(429, "Too Many Requests")));
    }

    static Reply denied() {
        return new Reply.Written(new ApiResult.Denied<>(answer(401, "Invalid JWT")));
    }

    static Reply notSent() {
        return new Reply.Written(new ApiResult.NotSent<>("no connection"));
    }

    static Reply read(Appointment appointment) {
        return new Reply.Read(new ApiResult.Ok<>(appointment, answer(200, null)));
    }

    static Reply readNothing() {
        return new Reply.Read(new ApiResult.NotFound<>(answer(404, "Appointment not found")));
    }

    static Reply readInDoubt() {
        return new Reply.Read(new ApiResult.InDoubt<>("HTTP 503", null));
    }

    static Reply readRefused() {
        return new Reply.Read(new ApiResult.Refused<>(Refusal.OTHER, answer(400, "Bad Request")));
    }

    static Reply listed(Appointment... appointments) {
        return new Reply.Events(new ApiResult.Ok<>(new EventList(List.of(appointments), List.of()), answer(200, null)));
    }

    static Reply listInDoubt() {
        return new Reply.Events(new ApiResult.InDoubt<>("reset", null));
    }

    static Reply listRefused() {
        return new Reply.Events(new ApiResult.Refused<>(Refusal.OTHER, answer(400, "Calendar not found")));
    }

    static Answer answer(int status, String message) {
        return new Answer(status, message, "trace-1", RateLimit.UNKNOWN);
    }
}
