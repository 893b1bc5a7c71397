package dev.almanac.command;

import dev.almanac.command.AppointmentCommand.Update;
import java.time.Instant;

/// What to do about a write of unknown fate, given what looking for its effect has shown. One look, one decision.
sealed interface Doubt {

    /// The effect is there.
    record Adopt(String appointmentId) implements Doubt {}

    /// It may still show up.
    record LookAgain(Instant notBefore) implements Doubt {}

    /// It is not there, and sending the same once more does no harm.
    record SendAgain() implements Doubt {}

    /// It can no longer be told, and nothing may be sent again.
    record GiveUp(CommandResult.Reason reason, String message) implements Doubt {}

    /// The whole of it.
    ///
    /// What is there counts whenever it is found; absence counts only in a look that began when the effect had to be
    /// there. An update need not wait for that to be sent again, a create must.
    ///
    /// @param begunAt when the look began
    /// @param again   when to look again, if that is what to do
    static Doubt of(Evidence evidence, JournalEntry entry, Instant begunAt, Instant again) {
        boolean update = entry.command() instanceof Update;
        boolean settled = entry.isSettled(begunAt);
        return switch (evidence) {
            case Evidence.Effect(String appointmentId) -> new Adopt(appointmentId);
            case Evidence.Silence() -> new LookAgain(again);
            case Evidence.Absence(boolean repeatable) when repeatable && (update || settled) -> new SendAgain();
            case Evidence.Absence _, Evidence.Unclear _ when !settled ->
                new LookAgain(earlier(again, entry.settlesAt()));
            case Evidence.Absence _ when update ->
                notConfirmed("the change could not be seen to hold by " + entry.settlesAt());
            case Evidence.Absence _ ->
                notFound("the booking had not shown up by " + entry.settlesAt() + ", and must not be sent again");
            case Evidence.Unclear(String why) -> update ? notConfirmed(why) : notFound(why);
        };
    }

    private static GiveUp notConfirmed(String message) {
        return new GiveUp(CommandResult.Reason.NOT_CONFIRMED, message);
    }

    private static GiveUp notFound(String message) {
        return new GiveUp(CommandResult.Reason.NOT_FOUND_AFTER_SETTLE, message);
    }

    private static Instant earlier(Instant again, Instant settlesAt) {
        return again.isBefore(settlesAt) ? again : settlesAt;
    }
}
