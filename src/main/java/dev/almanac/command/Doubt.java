package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import java.time.Instant;
import java.util.List;

/// What to do about a write of unknown fate, given what looking for its effect has shown. One look decides one verdict.
sealed interface Doubt {

    /// The effect is there.
    record Adopt(String appointmentId) implements Doubt {}

    /// It may still show up.
    record LookAgain(Instant notBefore) implements Doubt {}

    /// It is not there, and sending the same once more does no harm.
    record SendAgain() implements Doubt {}

    /// It can no longer be told, and nothing may be sent again.
    record GiveUp(CommandResult.Reason reason, String message) implements Doubt {}

    /// After looking for the booking that a create may have made. A second POST is never sent: the first may take
    /// effect until `settlesAt`, and after it too if the assumption is wrong.
    ///
    /// @param found   appointments that carry the command's marker and belong to no other command, oldest first
    /// @param begunAt when the look began: one begun before the effect had to be there proves no absence
    static Doubt ofCreate(List<Appointment> found, Instant begunAt, Instant settlesAt, Instant again) {
        if (!found.isEmpty()) {
            return new Adopt(found.getFirst().seriesId());
        }
        if (begunAt.isBefore(settlesAt)) {
            return new LookAgain(earlier(again, settlesAt));
        }
        return new GiveUp(
                CommandResult.Reason.NOT_FOUND_AFTER_SETTLE,
                "the booking had not shown up by " + settlesAt + ", and it is not sent a second time");
    }

    /// After reading the appointment that an update may have changed.
    static Doubt ofUpdate(
            boolean holds,
            String appointmentId,
            boolean mayBeSentAgain,
            Instant begunAt,
            Instant settlesAt,
            Instant again) {
        if (holds) {
            return new Adopt(appointmentId);
        }
        if (mayBeSentAgain) {
            return new SendAgain();
        }
        if (begunAt.isBefore(settlesAt)) {
            return new LookAgain(earlier(again, settlesAt));
        }
        return new GiveUp(
                CommandResult.Reason.NOT_CONFIRMED, "the change could not be seen to hold by " + settlesAt);
    }

    private static Instant earlier(Instant again, Instant settlesAt) {
        return again.isBefore(settlesAt) ? again : settlesAt;
    }
}
