package dev.almanac.command;

import static dev.almanac.command.Samples.NOTHING;
import static dev.almanac.command.Samples.T0;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.denied;
import static dev.almanac.command.Samples.notSent;
import static dev.almanac.command.Samples.refused;
import static dev.almanac.command.Samples.throttled;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.CommandBook.Intake;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Commands that are answered, repeated, expired and forgotten.
class CommandBookTest {
    private final Desk desk = new Desk();

    @Test
    void aWriteIsJournaledAsStartedWhenItIsHandedOut() {
        desk.accept(create("c"));
        assertThat(desk.journal.get("c").state()).isEqualTo(JournalEntry.State.ACCEPTED);

        Errand post = desk.errand();

        JournalEntry entry = desk.journal.get("c");
        assertThat(entry.state()).isEqualTo(JournalEntry.State.STARTED);
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.marker()).isEqualTo("[almanac:c]");
        assertThat(post.write()).isTrue();
    }

    @Test
    void anAcceptedAndStartedCommandIsOneEntry() {
        desk.book.accept(create("c"), 0, Trace.NONE, true, T0);
        desk.book.nextErrand(Set.of(), T0);

        assertThat(desk.book.drainJournal())
                .extracting(JournalEntry::state)
                .containsExactly(JournalEntry.State.STARTED);
    }

    @Test
    void aCreateSendsItsMarkerAtTheEndOfItsDescription() {
        assertThat(descriptionSentFor("Bring papers")).isEqualTo("Bring papers\n[almanac:c]");
    }

    @Test
    void aMarkerCopiedFromAnotherBookingIsNotSentOn() {
        assertThat(descriptionSentFor("Bring papers\n[almanac:older]")).isEqualTo("Bring papers\n[almanac:c]");
    }

    @Test
    void withoutTheSettingNoMarkerIsSent() {
        Desk plain = new Desk(Desk.settings(false));
        plain.with(create("c"), Samples.createOnce("d", null, details -> details.withDescription("[almanac:older]")));

        assertThat(description(plain.errand())).isEqualTo("Bring papers");
        assertThat(description(plain.errand())).isEmpty();
    }

    private static String description(Errand create) {
        return ((Request.CreateAppointment) create.request()).booking().details().description();
    }

    @Test
    void anAnsweredCreateSucceeds() {
        desk.accept(create("c"));
        desk.afterSeconds(2);
        Errand post = desk.errand();
        desk.afterSeconds(1).reply(post, written("a"));

        assertThat(desk.results)
                .containsExactly(new CommandResult(
                        Samples.id("c"), Operation.CREATE, Outcome.SUCCEEDED, null, null, 201, "trace-1", "a", false, 1,
                        T0, T0.plusSeconds(2), T0.plusSeconds(3)));
        assertThat(desk.book.waiting()).isZero();
    }

    @Test
    void aRefusedCreateIsRejectedWithTheVendorsWords() {
        desk.accept(create("c"));
        desk.reply(desk.errand(), refused(Refusal.SLOT_UNAVAILABLE));

        CommandResult result = desk.result("c");
        assertThat(result.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(result.reason()).isEqualTo(Reason.SLOT_UNAVAILABLE);
        assertThat(result.message()).isEqualTo("The slot is no longer available.");
        assertThat(result.httpStatus()).isEqualTo(400);
        assertThat(result.appointmentId()).isNull();
    }

    @Test
    void whatProvablyDidNothingIsSentAgainAndDoesNotCountAsAnAttempt() {
        desk.accept(create("c"));
        for (Reply nothing : List.of(throttled(), denied(), notSent(), throttled(), throttled())) {
            desk.reply(desk.errand(), nothing);
            assertThat(desk.journal.get("c").state()).isEqualTo(JournalEntry.State.ACCEPTED);
            assertThat(desk.nextErrand()).isEmpty();
            desk.afterSeconds(1);
        }
        desk.reply(desk.errand(), written("a"));

        assertThat(desk.result("c").attempts()).isEqualTo(1);
        assertThat(desk.result("c").startedAt()).isEqualTo(T0.plusSeconds(5));
    }

    @Test
    void aCommandIsHandedOutOnce() {
        desk.accept(create("c"));

        desk.errand();

        assertThat(desk.afterSeconds(60).nextErrand()).isEmpty();
        assertThat(desk.nextLook()).isEmpty();
    }

    @Test
    void aSecondReplyToOneErrandIsIgnored() {
        desk.accept(create("c"));
        Errand post = desk.errand();
        desk.reply(post, throttled());

        desk.reply(post, refused(Refusal.VALIDATION));

        assertThat(desk.results).isEmpty();
    }

    @Test
    void aRepeatedCommandIsAnsweredWithSilence() {
        desk.accept(create("c"));
        desk.errand();
        assertThat(desk.accept(create("c", T0.plusSeconds(9), T0.plusSeconds(99)))).isEqualTo(Intake.REPEATED);
        desk.crash();
        assertThat(desk.accept(create("c"))).isEqualTo(Intake.REPEATED);
        desk.reply(desk.look(), Samples.listed(Samples.bookedBy("c", "a")));
        assertThat(desk.accept(create("c"))).isEqualTo(Intake.REPEATED);
        desk.crash();

        assertThat(desk.accept(create("c"))).isEqualTo(Intake.REPEATED);
        assertThat(desk.book.drainJournal()).isEmpty();
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.results).hasSize(1);
    }

    @Test
    void theSameIdWithAnotherBodyIsToldWhereverTheFirstStands() {
        Create other = new Create(Samples.id("c"), T0, null, "con-2", create("c").details());
        desk.accept(create("c"));
        assertThat(desk.accept(other)).isEqualTo(Intake.DIFFERENT_BODY);
        desk.reply(desk.errand(), written("a"));
        assertThat(desk.accept(other)).isEqualTo(Intake.DIFFERENT_BODY);
        desk.crash();
        assertThat(desk.accept(other)).isEqualTo(Intake.DIFFERENT_BODY);
        assertThat(desk.accept(update("c", "a"))).isEqualTo(Intake.DIFFERENT_BODY);
        assertThat(desk.results).hasSize(1);
    }

    @Test
    void whatCameWithACommandIsKnownUntilItHasItsResultAndOverACrash() {
        Trace trace = new Trace("correlation", "causation", "00-1-2-01");
        desk.book.accept(create("c"), 0, trace, true, T0);
        desk.errand();
        desk.crash();
        assertThat(desk.book.traceOf("c")).isEqualTo(trace);

        desk.seen(Samples.bookedBy("c", "a"));

        assertThat(desk.book.traceOf("c")).isEqualTo(Trace.NONE);
        assertThat(desk.journal.get("c").trace()).isEqualTo(trace);
        assertThat(desk.book.creatorOf(Samples.bookedBy("c", "a"))).contains("c");
    }

    @Test
    void aJournaledCommandThatThisVersionCannotReadEndsAndLosesNobodyElse() {
        AppointmentCommand unreadable =
                new AppointmentCommand.Malformed(Samples.id("m"), T0, null, create("m").body(), "no longer allowed");
        JournalEntry accepted = JournalEntry.accepted(unreadable, 100, Trace.NONE, T0);
        AppointmentCommand another =
                new AppointmentCommand.Malformed(Samples.id("n"), T0, null, create("n").body(), "no longer allowed");
        JournalEntry started = JournalEntry.accepted(another, 101, Trace.NONE, T0).started("[almanac:n]", null, null, T0);
        desk.journal.put("m", accepted);
        desk.journal.put("n", started);
        desk.accept(create("c"));
        desk.crash();

        assertThat(desk.errand().commandId()).isEqualTo(Samples.id("c"));
        assertThat(desk.nextErrand()).isEmpty();

        assertThat(desk.result("m").reason()).isEqualTo(Reason.VALIDATION);
        assertThat(desk.result("n").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.book.inDoubt()).isZero();
    }

    /// Reckoned outside: SHA-256 of `Update\nappointmentId=1:a\ntitle=1:u\n`.
    @Test
    void theBodyOfACommandHasTheSameHashForEver() {
        assertThat(update("u", "a").bodyHash())
                .asHexString()
                .isEqualToIgnoringCase("358e1d7b1cb3aede66f8cbdf17627f598e4c50672eec7945b47a4f0c3f2889f8");
        assertThat(new AppointmentCommand.Update(Samples.id("u"), T0, null, "a", null, NOTHING).bodyHash())
                .isNotEqualTo(new AppointmentCommand.Update(Samples.id("u"), T0, null, null, "a", NOTHING).bodyHash());
    }

    private String descriptionSentFor(String given) {
        Create bare = create("c");
        desk.accept(new Create(bare.id(), T0, null, "con-1", bare.details().withDescription(given)));
        return ((Request.CreateAppointment) desk.errand().request()).booking().details().description();
    }
}
