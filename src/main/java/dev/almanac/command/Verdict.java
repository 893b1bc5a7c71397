package dev.almanac.command;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.EventList;
import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Reason;
import java.time.Instant;

/// What a reply means for the command that asked.
sealed interface Verdict {
    /// Nobody seems to mend the permission that looking needs. A token that is not accepted at all is waited for: everything of its
    /// location stands still with it.
    Evidence NOT_PERMITTED = new Evidence.Unclear("the vendor does not permit to look for what it did");

    /// The command has its result.
    sealed interface Ending extends Verdict permits Succeed, Rejection, GiveUp {}

    /// The calendar holds what was asked.
    record Succeed(String appointmentId, boolean adopted, Answer answer) implements Ending {}

    /// Neither effect nor absence can be shown any more.
    record GiveUp(Reason reason, String message) implements Ending {}

    /// There is something to ask, or to write.
    record Ask(Errand errand) implements Verdict {}

    /// What had to be known before is known: now write.
    ///
    /// @param present the appointment that an update changes; null for a create
    record Write(Appointment present) implements Verdict {}

    /// The write, or one before it, may have taken effect.
    ///
    /// @param refusal what the vendor said where it refused this one; null where it said nothing
    record Doubtful(String refusal) implements Verdict {}

    /// The write provably did nothing, for a reason that will pass.
    record NoEffect() implements Verdict {}

    /// The question was not answered; ask again then.
    record Later(Instant notBefore) implements Verdict {}

    /// What a reply means, given what was asked: that follows from how far the command has come.
    static Verdict of(
            Reply reply,
            PendingCommand command,
            BookingSearch search,
            CommandSettings settings,
            Instant begunAt,
            Instant now) {
        return switch (reply) {
            case Reply.Written(var result) -> ofWrite(result, command.entry);
            case Reply.Read(var result) when command.isInDoubt() ->
                ofReadBack(result, command, settings, begunAt, now);
            case Reply.Read(var result) -> ofFirstRead(result, command.entry, settings, now);
            case Reply.Events(var result) -> ofLook(result, command, search, settings, begunAt, now);
            case Reply.Calendars _ -> throw new IllegalStateException("no command asks for calendars");
            case Reply.Blocked _ -> throw new IllegalStateException("no command asks for blocked time");
        };
    }

    /// After a create or an update was sent.
    static Verdict ofWrite(ApiResult<String> result, JournalEntry entry) {
        boolean update = entry.command() instanceof Update;
        return switch (result) {
            case ApiResult.Ok(String id, Answer answer) ->
                new Succeed(update ? entry.appointmentId() : id, false, answer);
            // A refusal speaks of the attempt it answers. What an earlier one did is still to be found out.
            case ApiResult.NotFound(Answer answer) when entry.isInDoubt() -> new Doubtful(answer.message());
            case ApiResult.Refused(_, Answer answer) when entry.isInDoubt() -> new Doubtful(answer.message());
            case ApiResult.NotFound(Answer answer) when update ->
                new Rejection(Reason.UNKNOWN_APPOINTMENT, answer.message(), answer);
            case ApiResult.NotFound(Answer answer) -> new Rejection(Reason.REFUSED, answer.message(), answer);
            case ApiResult.Refused(ApiResult.Refusal refusal, Answer answer) ->
                new Rejection(reason(refusal), answer.message(), answer);
            case ApiResult.InDoubt<String> _ -> new Doubtful(null);
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
            ApiResult<Appointment> result, PendingCommand command, CommandSettings settings, Instant begunAt, Instant now) {
        JournalEntry entry = command.entry;
        Update update = (Update) entry.command();
        Evidence evidence = switch (result) {
            case ApiResult.Ok(Appointment present, _) when UpdateBody.holds(update.details(), present) ->
                new Evidence.Effect(entry.appointmentId());
            case ApiResult.Ok(Appointment present, _) ->
                new Evidence.Absence(entry.attempts() < settings.maxAttempts()
                        && !present.deleted()
                        && UpdateBody.hasStatus(update.details(), present));
            // Asked again, a refusal will not turn into an answer; it must not keep the command waiting for ever.
            case ApiResult.NotFound<Appointment> _, ApiResult.Refused<Appointment> _ -> new Evidence.Absence(false);
            case ApiResult.Denied<Appointment> _ when command.isDeniedFor(settings.deniedLook(), now) -> NOT_PERMITTED;
            case ApiResult.Throttled<Appointment> _, ApiResult.Denied<Appointment> _, ApiResult.InDoubt<Appointment> _,
                    ApiResult.NotSent<Appointment> _ -> new Evidence.Silence();
        };
        Appointment present = result instanceof ApiResult.Ok(Appointment read, _) ? read : null;
        return of(Doubt.of(evidence, entry, begunAt, now.plus(settings.doubtInterval())), present);
    }

    /// After a list was searched for the booking of a create of unknown fate.
    static Verdict ofLook(
            ApiResult<EventList> result,
            PendingCommand command,
            BookingSearch search,
            CommandSettings settings,
            Instant begunAt,
            Instant now) {
        Evidence evidence = switch (result) {
            case ApiResult.Ok(EventList list, _) ->
                search.among(
                        list.appointments(), command.entry.isSettled(begunAt), command, settings.maxAttempts(), now);
            // The calendar may be gone. Looking longer than a late effect can take would not bring it back.
            case ApiResult.NotFound<EventList> _, ApiResult.Refused<EventList> _ ->
                new Evidence.Unclear("its calendar could not be searched for the booking");
            case ApiResult.Denied<EventList> _ when command.isDeniedFor(settings.deniedLook(), now) -> NOT_PERMITTED;
            case ApiResult.Throttled<EventList> _, ApiResult.Denied<EventList> _, ApiResult.InDoubt<EventList> _,
                    ApiResult.NotSent<EventList> _ -> new Evidence.Silence();
        };
        return of(Doubt.of(evidence, command.entry, begunAt, now.plus(settings.doubtInterval())), null);
    }

    static Verdict of(Doubt doubt, Appointment present) {
        return switch (doubt) {
            case Doubt.Adopt(String appointmentId) -> new Succeed(appointmentId, true, null);
            case Doubt.LookAgain(Instant notBefore) -> new Later(notBefore);
            case Doubt.SendAgain() -> new Write(present);
            case Doubt.GiveUp(Reason reason, String message) -> new GiveUp(reason, message);
        };
    }

    private static Reason reason(ApiResult.Refusal refusal) {
        return switch (refusal) {
            case SLOT_UNAVAILABLE -> Reason.SLOT_UNAVAILABLE;
            case VALIDATION -> Reason.VALIDATION;
            case OTHER -> Reason.REFUSED;
        };
    }
}
