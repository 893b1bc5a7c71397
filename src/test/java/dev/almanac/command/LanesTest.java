package dev.almanac.command;

import static dev.almanac.command.Samples.added;
import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.listed;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.refused;
import static dev.almanac.command.Samples.throttled;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.updateOf;
import static dev.almanac.command.Samples.written;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult.Refusal;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Request;
import dev.almanac.command.CommandResult.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Order per appointment, and who waits for whom.
class LanesTest {
    private final Desk desk = new Desk();

    @Test
    void updatesOfOneAppointmentRunOneByOneAsTheyWerePublished() {
        desk.with(update("u1", "a"), update("u2", "a"), update("u3", "a"));

        assertThat(runAll("a")).containsExactly("u1", "u2", "u3");
        assertThat(desk.finished()).containsExactly("u1", "u2", "u3");
    }

    @Test
    void otherAppointmentsDoNotWait() {
        desk.with(update("u1", "a"), update("u2", "b"), create("c"));

        assertThat(handedOut()).containsExactly("u1", "u2", "c");
    }

    @Test
    void aSeriesAndItsInstancesShareALane() {
        desk.with(update("u1", "s"), update("u2", "s_1773068400000_1800"), update("u3", "s_1773154800000_1800"));

        assertThat(handedOut()).containsExactly("u1");
    }

    @Test
    void updatesThatNameACreateWaitForItAndThenNameItsAppointment() {
        desk.with(create("c"), updateOf("c", "u1"), updateOf("c", "u2"));
        Errand post = desk.errand();
        assertThat(desk.nextErrand()).isEmpty();

        desk.reply(post, written("a"));

        Errand read = desk.errand();
        assertThat(read.commandId()).isEqualTo(Samples.id("u1"));
        assertThat(read.request()).isEqualTo(new Request.ReadAppointment("a"));
        assertThat(desk.nextErrand()).isEmpty();
    }

    @Test
    void updatesByEitherNameShareALane() {
        desk.with(create("c"), updateOf("c", "u1"));
        desk.reply(desk.errand(), written("a"));
        desk.with(update("u2", "a"), updateOf("c", "u3"));

        assertThat(runAll("a")).containsExactly("u1", "u2", "u3");
    }

    @Test
    void anAdoptedCreateWakesItsUpdates() {
        desk.with(create("c"), updateOf("c", "u1"));
        desk.loseAnswer(desk.errand());

        desk.seen(bookedBy("c", "a"));

        assertThat(desk.errand().commandId()).isEqualTo(Samples.id("u1"));
    }

    @Test
    void updatesOfACreateThatFailedAreRejectedAndSendNothing() {
        desk.with(create("c"), updateOf("c", "u1"), updateOf("c", "u2"));
        desk.reply(desk.errand(), refused(Refusal.SLOT_UNAVAILABLE));

        assertThat(desk.nextErrand()).isEmpty();

        assertThat(desk.result("u1").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
        assertThat(desk.result("u2").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
        desk.accept(updateOf("c", "u3"));
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.result("u3").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
    }

    @Test
    void updatesOfAnUnresolvedCreateAreRejected() {
        desk.with(create("c"), updateOf("c", "u1"));
        desk.loseAnswer(desk.errand());
        desk.after(Desk.SETTLED).reply(desk.look(), listed());

        assertThat(desk.nextErrand()).isEmpty();

        assertThat(desk.result("u1").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
    }

    @Test
    void anUpdateMayNameOnlyACreateThatWasPublishedBeforeIt() {
        desk.with(update("u1", "a"), updateOf("u1", "u2"), updateOf("c", "u3"), updateOf("u4", "u4"), create("c"));

        assertThat(desk.finished()).containsExactly("u2", "u3", "u4");
        assertThat(desk.result("u2").reason()).isEqualTo(Reason.UNKNOWN_REFERENCE);
        assertThat(desk.result("u3").reason()).isEqualTo(Reason.UNKNOWN_REFERENCE);
        assertThat(handedOut()).containsExactly("u1", "c");
    }

    @Test
    void orderOutlivesACrashInEveryMixOfStates() {
        desk.book("done", "a");
        desk.with(
                updateOf("done", "u1"), update("u2", "a"), updateOf("done", "u3"), create("c"), updateOf("c", "u4"),
                update("u5", "b"));
        desk.crash();

        assertThat(handedOut()).containsExactly("u1", "c", "u5");
        desk.crash();
        assertThat(handedOut()).containsExactly("u1", "u5");
        desk.reply(desk.look(), listed(bookedBy("c", "x")));
        assertThat(handedOut()).containsExactly("u4");
    }

    @Test
    void updatesOfADoneCreateSurviveACrashWhenItHasFailed() {
        desk.with(create("c"), updateOf("c", "u1"));
        desk.reply(desk.errand(), refused(Refusal.VALIDATION));
        desk.crash();

        assertThat(desk.nextErrand()).isEmpty();

        assertThat(desk.result("u1").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
    }

    @Test
    void aThrottledHeadKeepsItsPlace() {
        desk.with(update("u1", "a"), update("u2", "a"));
        readBy(desk.errand());
        desk.reply(desk.errand(), throttled());

        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.afterSeconds(1).errand().commandId()).isEqualTo(Samples.id("u1"));
    }

    @Test
    void anOlderCommandThatJoinsALaneWaitsForTheOneUnderWayAndNoLonger() {
        desk.with(create("c"), updateOf("c", "older"));
        desk.loseAnswer(desk.errand());
        desk.accept(update("younger", "a"));
        Errand read = desk.errand();
        assertThat(read.commandId()).isEqualTo(Samples.id("younger"));

        desk.seen(bookedBy("c", "a"));
        assertThat(desk.nextErrand()).isEmpty();
        readBy(read);

        assertThat(runAll("a")).containsExactly("older", "younger");
    }

    @Test
    void whoKnowsTheAppointmentFromTheFeedDoesNotOvertakeWhoWaitsForTheAnswerToItsCreate() {
        desk.with(create("c"), updateOf("c", "older"));
        Errand post = desk.errand();
        desk.seen(bookedBy("c", "a"));
        desk.accept(update("younger", "a"));

        assertThat(runAll("a")).containsExactly("older", "younger");
        desk.reply(post, Samples.written("a"));
        assertThat(desk.finished()).containsExactly("c", "older", "younger");
    }

    @Test
    void whoKnowsABookingWhoseMarkerWasEditedAwayDoesNotOvertakeWhoNamesTheCreateThatMayHaveMadeIt() {
        desk.with(create("c"), updateOf("c", "older"));
        desk.loseAnswer(desk.errand());
        desk.seen(appointment("a", "t"));
        desk.accept(update("younger", "a"));
        assertThat(runAll("a")).isEmpty();

        desk.reply(desk.look(), listed(bookedBy("c", "a")));

        assertThat(runAll("a")).containsExactly("older", "younger");
    }

    @Test
    void whoKnowsABookingThatTurnsOutToBeThatOfOneCreateDoesNotWaitForTheDoubtAboutAnother() {
        desk.with(create("c"));
        desk.loseAnswer(desk.errand());
        desk.accept(create("d"));
        Errand post = desk.errand();
        desk.seen(appointment("a", "t"));
        desk.with(update("u", "a"), updateOf("d", "v"));
        assertThat(runAll("a")).isEmpty();

        desk.reply(post, Samples.written("a"));
        desk.accept(update("w", "a"));

        assertThat(runAll("a")).containsExactly("u", "v", "w");
        assertThat(desk.finished()).doesNotContain("c");
    }

    @Test
    void whoLosesItsTurnToAnOlderCommandReadsAnew() {
        desk.with(create("c"), updateOf("c", "older"));
        desk.loseAnswer(desk.errand());
        desk.accept(update("younger", "a"));
        readBy(desk.errand());
        desk.seen(bookedBy("c", "a"));

        assertThat(runAll("a")).containsExactly("older", "younger");
        assertThat(reads).containsExactly("older", "younger");
    }

    @Test
    void anOlderCommandWaitsForAWriteOfUnknownFateInTheLaneThatItJoins() {
        desk.with(create("c"), updateOf("c", "older"));
        desk.loseAnswer(desk.errand());
        desk.accept(update("younger", "a"));
        readBy(desk.errand());
        Errand write = desk.errand();
        desk.seen(bookedBy("c", "a"));
        desk.loseAnswer(write);

        assertThat(desk.nextErrand()).isEmpty();
        desk.crash();
        assertThat(desk.nextErrand()).isEmpty();
        desk.reply(desk.look(), read(appointment("a", "younger")));

        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.afterSeconds(180).errand().commandId()).isEqualTo(Samples.id("older"));
    }

    private final List<String> reads = new ArrayList<>();

    /// Runs what is free until nothing is; gives whose writes were sent, in their order.
    private List<String> runAll(String appointmentId) {
        List<String> written = new ArrayList<>();
        for (Optional<Errand> next = desk.nextErrand(); next.isPresent(); next = desk.nextErrand()) {
            Errand errand = next.get();
            if (errand.write()) {
                written.add(errand.commandId().commandId());
                desk.reply(errand, written(appointmentId));
            } else {
                reads.add(errand.commandId().commandId());
                readBy(errand);
            }
        }
        return written;
    }

    /// Which appointment a create has made cannot be told from what this shows.
    private void readBy(Errand read) {
        Appointment older = added(appointment(read.appointmentId(), "old"), Samples.T0.minusSeconds(60));
        desk.reply(read, read(older));
    }

    private List<String> handedOut() {
        List<String> ids = new ArrayList<>();
        for (Optional<Errand> next = desk.nextErrand(); next.isPresent(); next = desk.nextErrand()) {
            ids.add(next.get().commandId().commandId());
        }
        return ids;
    }
}
