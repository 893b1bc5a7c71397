package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.readInDoubt;
import static dev.almanac.command.Samples.readNothing;
import static dev.almanac.command.Samples.readRefused;
import static dev.almanac.command.Samples.refused;
import static dev.almanac.command.Samples.throttled;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.written;
import static dev.almanac.command.Samples.writtenInDoubt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.RateLimit;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An update: read, write, and where the answer is lost, read back.
class UpdatesTest {
    private final Desk desk = new Desk();

    @BeforeEach
    void anUpdateComesIn() {
        desk.accept(update("u", "a"));
    }

    @Test
    void isReadThenWrittenWithTheStatusThatItHas() {
        Errand read = desk.errand();
        assertThat(read.request()).isEqualTo(new Request.ReadAppointment("a"));
        assertThat(read.write()).isFalse();
        assertThat(desk.journal.get("u").state()).isEqualTo(JournalEntry.State.ACCEPTED);

        desk.reply(read, read(appointment("a", "old", "noshow", null, null, null, false)));

        AppointmentDetails sent = sentBy(desk.errand());
        assertThat(sent.title()).isEqualTo("u");
        assertThat(sent.appointmentStatus()).isEqualTo("noshow");
    }

    @Test
    void succeedsUnderTheIdThatItNames() {
        readIt();
        desk.reply(desk.errand(), written("something else"));

        assertThat(desk.result("u").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("u").appointmentId()).isEqualTo("a");
    }

    @Test
    void ofWhatIsNotThereIsRejected() {
        desk.reply(desk.errand(), readNothing());

        assertThat(desk.result("u").reason()).isEqualTo(Reason.UNKNOWN_APPOINTMENT);
        assertThat(desk.result("u").appointmentId()).isEqualTo("a");
        assertThat(desk.result("u").attempts()).isZero();
    }

    @Test
    void ofAnIdThatNobodyCouldBeAskedForIsRejectedWithoutAStatus() {
        Answer nobody = new Answer(0, "an appointment id must not be empty or dots", null, RateLimit.UNKNOWN);
        desk.reply(desk.errand(), new Reply.Read(new ApiResult.Refused<>(ApiResult.Refusal.VALIDATION, nobody)));

        assertThat(desk.result("u").reason()).isEqualTo(Reason.VALIDATION);
        assertThat(desk.result("u").httpStatus()).isNull();
    }

    @Test
    void ofADeletedAppointmentIsRejected() {
        desk.reply(desk.errand(), read(appointment("a", "old", "confirmed", null, null, null, true)));

        assertThat(desk.result("u").reason()).isEqualTo(Reason.UNKNOWN_APPOINTMENT);
    }

    @Test
    void ofAnAppointmentWithoutStatusIsRejectedBecauseTheApiWouldChooseOne() {
        desk.reply(desk.errand(), read(appointment("a", "old", null, null, null, null, false)));

        assertThat(desk.result("u").reason()).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void waitsWhereItCannotBeRead() {
        for (int i = 0; i < 10; i++) {
            desk.reply(desk.errand(), readInDoubt());
            assertThat(desk.nextErrand()).isEmpty();
            desk.afterSeconds(1);
        }
        readIt();

        assertThat(desk.errand().write()).isTrue();
        assertThat(desk.journal.get("u").attempts()).isEqualTo(1);
    }

    @Test
    void readsAnewAfterBeingThrottled() {
        readIt();
        desk.reply(desk.errand(), throttled());

        assertThat(desk.afterSeconds(1).errand().write()).isFalse();
    }

    @Test
    void refusedIsRejectedAndKeepsItsLaneOpen() {
        desk.accept(update("next", "a"));
        readIt();
        desk.reply(desk.errand(), refused(Refusal.VALIDATION));

        assertThat(desk.result("u").reason()).isEqualTo(Reason.VALIDATION);
        assertThat(desk.errand().commandId()).isEqualTo(Samples.id("next"));
    }

    @Test
    void thatReadsAsAskedAfterALostAnswerIsAdopted() {
        loseAnswer();

        desk.reply(desk.look(), read(appointment("a", "u")));

        assertThat(desk.result("u").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("u").adopted()).isTrue();
    }

    @Test
    void thatDoesNotHoldIsSentAgainWithWhatWasReadBack() {
        loseAnswer();

        desk.reply(desk.look(), read(appointment("a", "old", "showed", null, null, null, false)));

        Errand again = desk.look();
        assertThat(again.write()).isTrue();
        assertThat(sentBy(again).appointmentStatus()).isEqualTo("showed");
        assertThat(desk.journal.get("u").attempts()).isEqualTo(2);
    }

    @Test
    void isReadBackAfterEveryLostAnswerAndSentNoOftenerThanAllowed() {
        loseAnswer();
        for (int attempt = 2; attempt <= Desk.SETTINGS.maxAttempts(); attempt++) {
            desk.reply(desk.look(), read(appointment("a", "old")));
            Errand again = desk.look();
            assertThat(again.write()).isTrue();
            desk.loseAnswer(again);
        }
        desk.reply(desk.look(), read(appointment("a", "old")));
        assertThat(desk.results).isEmpty();

        desk.after(Desk.SETTLED);
        Errand last = desk.look();
        assertThat(last.write()).isFalse();
        desk.reply(last, read(appointment("a", "old")));

        assertThat(desk.result("u").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result("u").reason()).isEqualTo(Reason.NOT_CONFIRMED);
        assertThat(desk.result("u").attempts()).isEqualTo(Desk.SETTINGS.maxAttempts());
    }

    @Test
    void refusedAfterALostAnswerGoesBackToLooking() {
        loseAnswer();
        desk.reply(desk.look(), read(appointment("a", "old")));
        desk.reply(desk.look(), refused(Refusal.SLOT_UNAVAILABLE));

        assertThat(desk.results).isEmpty();
        desk.reply(desk.afterSeconds(1).look(), read(appointment("a", "u")));

        assertThat(desk.result("u").outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void throttledAfterALostAnswerStaysInDoubt() {
        loseAnswer();
        Instant settlesAt = desk.journal.get("u").settlesAt();
        desk.reply(desk.look(), read(appointment("a", "old")));
        desk.reply(desk.look(), throttled());

        JournalEntry entry = desk.journal.get("u");
        assertThat(entry.state()).isEqualTo(JournalEntry.State.STARTED);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.settlesAt()).isEqualTo(settlesAt);
        assertThat(desk.afterSeconds(1).look().write()).isFalse();
    }

    @Test
    void whoseReadBackTellsNothingIsReadBackAgain() {
        loseAnswer();
        desk.reply(desk.look(), readInDoubt());

        assertThat(desk.nextLook()).isEmpty();
        assertThat(desk.afterSeconds(5).look().write()).isFalse();
    }

    @Test
    void whoseReadBackIsRefusedOrFindsNothingEndsUnresolvedOnlyWhenSettled() {
        loseAnswer();
        desk.reply(desk.look(), readRefused());
        desk.reply(desk.afterSeconds(5).look(), readNothing());
        assertThat(desk.results).isEmpty();

        desk.after(Desk.SETTLED).reply(desk.look(), readRefused());

        assertThat(desk.result("u").reason()).isEqualTo(Reason.NOT_CONFIRMED);
    }

    @Test
    void whoseReadBackIsDeniedEndsUnresolvedOnceNobodySeemsToMendThePermission() {
        loseAnswer();
        Reply denied = new Reply.Read(new ApiResult.Denied<>(Samples.answer(403, "Forbidden resource")));
        desk.after(Desk.SETTLED).reply(desk.look(), denied);
        assertThat(desk.results).isEmpty();

        desk.after(Desk.SETTINGS.deniedLook()).reply(desk.look(), denied);

        assertThat(desk.result("u").reason()).isEqualTo(Reason.NOT_CONFIRMED);
    }

    @Test
    void isReadBackAfterACrash() {
        readIt();
        desk.errand();
        desk.crash();

        assertThat(desk.nextErrand()).isEmpty();
        Errand look = desk.look();
        assertThat(look.request()).isEqualTo(new Request.ReadAppointment("a"));
        desk.reply(look, read(appointment("a", "u")));
        assertThat(desk.result("u").adopted()).isTrue();
    }

    @Test
    void isReadAnewAfterACrashBeforeItWasWritten() {
        readIt();
        desk.crash();

        assertThat(desk.errand().write()).isFalse();
    }

    private void readIt() {
        desk.reply(desk.errand(), read(appointment("a", "old")));
    }

    private void loseAnswer() {
        readIt();
        desk.reply(desk.errand(), writtenInDoubt());
        desk.afterSeconds(1);
    }

    private static AppointmentDetails sentBy(Errand write) {
        return ((Request.UpdateAppointment) write.request()).details();
    }
}
