package dev.almanac.simulation;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.JournalEntry;
import dev.almanac.shard.Call;
import dev.almanac.shard.Purpose;
import dev.almanac.shard.Write;
import java.util.function.Supplier;

/// How steps are put into the story.
final class Words {
    private Words() {}

    /// Put into words only if somebody reads them.
    static Object of(Write write) {
        return later(() -> switch (write) {
            case Write.Journal(JournalEntry entry) -> "journal " + entry.id().commandId() + " " + entry.state()
                    + (entry.settlesAt() == null ? "" : " in doubt until " + entry.settlesAt());
            case Write.ForgetCommand(var id) -> "forget " + id.commandId();
            case Write.Result(var result, _) -> "result " + result.id().commandId() + " " + result.outcome() + " "
                    + (result.reason() == null ? "" : result.reason() + " ") + result.appointmentId()
                    + (result.adopted() ? " (found)" : "");
            case Write.AppointmentState(var row, _) -> "row " + row.id() + " " + row.sequence();
            case Write.BlockedTimeState(var row) -> "block " + row.id() + " " + row.sequence()
                    + (row.removed() ? " removed" : "");
            case Write.ForgetAppointment(var id) -> "forget row " + id;
            case Write.ForgetBlockedTime(var id) -> "forget block " + id;
            case Write.Change(var change, _) -> "change " + change.after().id() + " " + change.after().sequence()
                    + " " + change.kind() + " " + change.changedFields() + " " + change.commandId();
            case Write.DeadLetter(var origin, var reason, _) -> "dead letter " + origin.offset() + " " + reason;
            case Write.Forward(var origin, int partition) -> "forward " + origin.offset() + " to " + partition;
        });
    }

    static Object of(Call call) {
        return later(() -> {
            String why = switch (call.purpose()) {
                case Purpose.ForCommand(var errand) -> "for " + errand.commandId().commandId();
                case Purpose.ForReading _ -> "to see it";
                case Purpose.ForDiscovery _ -> "to see what to poll";
                case Purpose.ForPoll(var poll, _) -> "to poll " + poll.reach();
            };
            return call.locationId() + " " + of(call.request()) + " " + why;
        });
    }

    private static String of(Request request) {
        return switch (request) {
            case Request.ReadAppointment(String id) -> "GET " + id;
            case Request.ListAppointments(var owner, _) -> "LIST " + owner;
            case Request.ListBlockedTime(var owner, _) -> "LIST BLOCKED " + owner;
            case Request.ListCalendars _ -> "LIST CALENDARS";
            case Request.CreateAppointment(var booking) -> "POST " + booking.details().calendarId() + " "
                    + booking.details().startTime();
            case Request.UpdateAppointment(String id, var details) -> "PUT " + id + " " + details.given();
        };
    }

    static Object of(Reply reply) {
        return later(() -> switch (reply.result()) {
            case ApiResult.Ok<?> _ -> "ok";
            case ApiResult.NotFound<?> _ -> "not found";
            case ApiResult.Refused<?>(var reason, var answer) -> "refused: " + reason + " " + answer.message();
            case ApiResult.Throttled<?> _ -> "throttled";
            case ApiResult.Denied<?> _ -> "denied";
            case ApiResult.InDoubt<?>(String cause, _) -> "in doubt: " + cause;
            case ApiResult.NotSent<?> _ -> "not sent";
        });
    }

    static Object of(AppointmentCommand command) {
        return later(() -> command.id().locationId() + "/" + command.id().commandId() + " "
                + command.getClass().getSimpleName() + " " + command.body()
                + (command.expiresAt() == null ? "" : " until " + command.expiresAt()));
    }

    private static Object later(Supplier<String> words) {
        return new Object() {
            @Override
            public String toString() {
                return words.get();
            }
        };
    }
}
