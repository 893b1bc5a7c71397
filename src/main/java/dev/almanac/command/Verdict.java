package dev.almanac.command;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/// What a reply means for the command that asked.
sealed interface Verdict {

    /// The command has its result.
    sealed interface Ending extends Verdict permits Succeed, Rejection, GiveUp {}

    /// The calendar holds what was asked.
    record Succeed(String appointmentId, boolean adopted, Answer answer) implements Ending {}

    /// Neither effect nor absence can be shown any more.
    record GiveUp(Reason reason, String message) implements Ending {}

    /// The appointment is read: now write.
    record Write(Appointment present) implements Verdict {}

    /// The write may have taken effect.
    record Doubtful() implements Verdict {}

    /// The write provably did nothing, for a reason that will pass.
    record NoEffect() implements Verdict {}

    /// The question was not answered; ask again then.
    record Later(Instant notBefore) implements Verdict {}

    /// What a reply means, given what was asked: that follows from how far the command has come.
    static Verdict of(
            Reply reply,
            JournalEntry entry,
            BiPredicate<Appointment, String> isFree,
            CommandSettings settings,
            Instant begunAt,
            Instant now) {
        return switch (reply) {
            case Reply.Written(var result) -> ofWrite(result, entry);
            case Reply.Read(var result) when entry.state() == JournalEntry.State.STARTED ->
                ofReadBack(result, entry, settings, begunAt, now);
            case Reply.Read(var result) -> ofFirstRead(result, entry, settings, now);
            case Reply.Events(var result) -> ofLook(result, entry, isFree, settings, begunAt, now);
            case Reply.Blocked _ -> throw new IllegalStateException("no command asks for blocked time");
        };
    }

    /// After a create or an update was sent.
    static Verdict ofWrite(ApiResult<String> result, JournalEntry entry) {
        boolean update = entry.command() instanceof Update;
        boolean earlierMayHaveLanded = entry.settlesAt() != null;
        return switch (result) {
            case ApiResult.Ok(String id, Answer answer) ->
                new Succeed(update ? entry.appointmentId() : id, false, answer);
            // A refusal speaks of the attempt it answers. What an earlier one did is still to be found out.
            case ApiResult.NotFound<String> _, ApiResult.Refused<String> _ when earlierMayHaveLanded -> new Doubtful();
            case ApiResult.NotFound(Answer answer) when update ->
                new Rejection(Reason.UNKNOWN_APPOINTMENT, answer.message(), answer);
            case ApiResult.NotFound(Answer answer) -> new Rejection(Reason.REFUSED, answer.message(), answer);
            case ApiResult.Refused(ApiResult.Refusal refusal, Answer answer) ->
                new Rejection(reason(refusal), answer.message(), answer);
            case ApiResult.InDoubt<String> _ -> new Doubtful();
            case ApiResult.Throttled<String> _, ApiResult.Denied<String> _, ApiResult.NotSent<String> _ ->
                new NoEffect();
        };
    }

    /// After an update has read its appointment for the first time.
    static Verdict ofFirstRead(
            ApiResult<Appointment> result, JournalEntry entry, CommandSettings settings, Instant now) {
        Update update = (Update) entry.command();
        return switch (result) {
            case ApiResult.Ok(Appointment present, Answer answer) when present.deleted() ->
                new Rejection(Reason.UNKNOWN_APPOINTMENT, "the appointment is deleted", answer);
            case ApiResult.Ok(Appointment present, Answer answer)
            when !UpdateBody.hasStatus(update.details(), present) ->
                new Rejection(Reason.UNSUPPORTED, "the appointment has no status that an update could keep", answer);
            case ApiResult.Ok(Appointment present, _) -> new Write(present);
            case ApiResult.NotFound(Answer answer) ->
                new Rejection(Reason.UNKNOWN_APPOINTMENT, answer.message(), answer);
            case ApiResult.Refused(ApiResult.Refusal refusal, Answer answer) ->
                new Rejection(reason(refusal), answer.message(), answer);
            case ApiResult.Throttled<Appointment> _, ApiResult.Denied<Appointment> _, ApiResult.InDoubt<Appointment> _,
                    ApiResult.NotSent<Appointment> _ -> new Later(now.plus(settings.retryInterval()));
        };
    }

    /// After an update of unknown fate was read back.
    static Verdict ofReadBack(
            ApiResult<Appointment> result, JournalEntry entry, CommandSettings settings, Instant begunAt, Instant now) {
        Update update = (Update) entry.command();
        Instant again = now.plus(settings.doubtInterval());
        return switch (result) {
            case ApiResult.Ok(Appointment present, _) ->
                of(
                        Doubt.ofUpdate(
                                UpdateBody.holds(update.details(), present), entry.appointmentId(),
                                entry.attempts() < settings.maxAttempts() && !present.deleted()
                                        && UpdateBody.hasStatus(update.details(), present),
                                begunAt,
                                entry.settlesAt(), again),
                        present);
            // Asked again, a refusal will not turn into an answer; it must not keep the command waiting for ever.
            case ApiResult.NotFound<Appointment> _, ApiResult.Refused<Appointment> _ ->
                of(Doubt.ofUpdate(false, entry.appointmentId(), false, begunAt, entry.settlesAt(), again), null);
            case ApiResult.Throttled<Appointment> _, ApiResult.Denied<Appointment> _, ApiResult.InDoubt<Appointment> _,
                    ApiResult.NotSent<Appointment> _ -> new Later(again);
        };
    }

    /// After a list was searched for the booking of a create of unknown fate.
    static Verdict ofLook(
            ApiResult<EventList> result,
            JournalEntry entry,
            BiPredicate<Appointment, String> isFree,
            CommandSettings settings,
            Instant begunAt,
            Instant now) {
        Instant again = now.plus(settings.doubtInterval());
        return switch (result) {
            case ApiResult.Ok(EventList list, _) -> {
                List<Appointment> found = list.appointments().stream()
                        .filter(row -> carries(row, entry.marker()))
                        .filter(row -> isFree.test(row, entry.id().commandId()))
                        .sorted(Comparator.comparing(
                                Appointment::dateAdded, Comparator.nullsLast(Comparator.naturalOrder())))
                        .toList();
                yield of(Doubt.ofCreate(found, begunAt, entry.settlesAt(), again), null);
            }
            // The calendar may be gone. Looking longer than a late effect can take would not bring it back.
            case ApiResult.NotFound<EventList> _, ApiResult.Refused<EventList> _ ->
                of(Doubt.ofCreate(List.of(), begunAt, entry.settlesAt(), again), null);
            case ApiResult.Throttled<EventList> _, ApiResult.Denied<EventList> _, ApiResult.InDoubt<EventList> _,
                    ApiResult.NotSent<EventList> _ -> new Later(again);
        };
    }

    private static Verdict of(Doubt doubt, Appointment present) {
        return switch (doubt) {
            case Doubt.Adopt(String appointmentId) -> new Succeed(appointmentId, true, null);
            case Doubt.LookAgain(Instant notBefore) -> new Later(notBefore);
            case Doubt.SendAgain() -> new Write(present);
            case Doubt.GiveUp(Reason reason, String message) -> new GiveUp(reason, message);
        };
    }

    private static boolean carries(Appointment row, String marker) {
        return marker != null
                && (row.description() != null && row.description().contains(marker)
                        || row.notes() != null && row.notes().contains(marker));
    }

    private static Reason reason(ApiResult.Refusal refusal) {
        return switch (refusal) {
            case SLOT_UNAVAILABLE -> Reason.SLOT_UNAVAILABLE;
            case VALIDATION -> Reason.VALIDATION;
            case OTHER -> Reason.REFUSED;
        };
    }
}
