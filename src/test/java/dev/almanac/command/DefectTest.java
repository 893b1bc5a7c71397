package dev.almanac.command;

import static dev.almanac.command.Samples.appointment;
import static dev.almanac.command.Samples.bookedBy;
import static dev.almanac.command.Samples.create;
import static dev.almanac.command.Samples.id;
import static dev.almanac.command.Samples.listed;
import static dev.almanac.command.Samples.read;
import static dev.almanac.command.Samples.starting;
import static dev.almanac.command.Samples.update;
import static dev.almanac.command.Samples.updateOf;
import static dev.almanac.command.Samples.written;
import static dev.almanac.command.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.command.CommandResult.Reason;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An exception while one command is decided costs that command only, and what its result says is true.
class DefectTest {
    private final Desk desk = new Desk();

    @Test
    void anUpdateThatCannotBeComposedIsRejectedAndNothingIsSent() {
        desk.with(update("before", "apt"), broken("bad"), update("behind", "apt"), update("other", "apt-2"));
        execute("before");
        Errand bad = desk.errand();
        assertThat(bad.commandId()).isEqualTo(id("bad"));
        execute("other");
        desk.reply(bad, read(appointment("apt", "old")));

        assertThat(desk.nextErrand()).map(Errand::commandId).as("the next of its lane").contains(id("behind"));
        assertThat(desk.result("bad").outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(desk.result("bad").reason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(desk.result("bad").attempts()).isZero();
        assertThat(desk.result("bad").message()).isEqualTo("a defect of Almanac: " + DateTimeParseException.class.getName());
        List<Defect> defects = desk.book.drainDefects();
        assertThat(defects).extracting(Defect::commandId).containsExactly(id("bad"));
        assertThat(desk.book.drainDefects()).isEmpty();
        desk.crash();
        assertThat(desk.finished()).as("its one result").containsOnlyOnce("bad");
    }

    @Test
    void aCreateThatCannotBeLookedForIsUnresolvedOnceItHasSettledAndItsUpdatesDoNotOvertake() {
        desk.seenFails = true;
        desk.with(create("c"), updateOf("c", "u"), create("other"));
        desk.loseAnswer(desk.errand());
        desk.reply(desk.errand(), written("apt-other"));
        desk.reply(desk.look(), listed());

        desk.after(Desk.SETTLE);
        assertThat(desk.finished()).as("it may still take effect").containsExactly("other");
        assertThat(desk.nextErrand()).isEmpty();
        desk.after(Desk.DEADLINE);
        desk.reply(desk.look(), listed());
        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result("c").attempts()).as("not sent again").isEqualTo(1);
        assertThat(desk.nextErrand()).isEmpty();
        assertThat(desk.result("u").reason()).isEqualTo(Reason.DEPENDENCY_FAILED);
        assertThat(desk.book.drainDefects()).as("told once").hasSize(1);
    }

    @Test
    void whatWasBookedIsStillAdoptedWhenTheDefectDoesNotShowAgain() {
        desk.seenFails = true;
        desk.accept(create("c"));
        desk.loseAnswer(desk.errand());
        desk.reply(desk.look(), listed());
        desk.seenFails = false;
        desk.afterSeconds(5);
        desk.reply(desk.look(), listed(bookedBy("c", "apt")));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(desk.result("c").adopted()).isTrue();
    }

    @Test
    void aSightStillProvesIt() {
        desk.seenFails = true;
        desk.accept(create("c"));
        desk.loseAnswer(desk.errand());
        desk.reply(desk.look(), listed());
        desk.seen(bookedBy("c", "apt"));

        assertThat(desk.result("c").outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void anAnswerThatCannotBeToldIsALostOne() {
        desk.accept(create("c"));
        Errand write = desk.errand();
        // No write is answered so.
        desk.reply(write, new Reply.Calendars(new ApiResult.Ok<>(List.of(), Samples.answer(200, null))));
        assertThat(desk.results).isEmpty();
        assertThat(desk.book.inDoubt()).isEqualTo(1);

        desk.afterSeconds(1);
        desk.reply(desk.look(), listed(bookedBy("c", "apt")));
        assertThat(desk.result("c").appointmentId()).isEqualTo("apt");
        assertThat(desk.book.drainDefects()).hasSize(1);
    }

    @Test
    void anUpdateThatCannotBeReadBackIsUnresolvedOnceItHasSettled() {
        AppointmentDetails details = new AppointmentDetails(
                null, "no time", null, null, null, null, null, null, null, null, null, null, null, true, null);
        desk.accept(new Update(id("u"), T0, null, "apt", null, details));
        desk.reply(desk.errand(), read(appointment("apt", "old")));
        desk.loseAnswer(desk.errand());
        desk.accept(update("behind", "apt"));
        desk.reply(desk.look(), read(appointment("apt", "old")));
        assertThat(desk.nextErrand()).as("a late copy must not overwrite it").isEmpty();

        desk.after(Desk.SETTLED);
        desk.reply(desk.look(), read(appointment("apt", "old")));
        assertThat(desk.result("u").outcome()).isEqualTo(Outcome.UNRESOLVED);
        assertThat(desk.result("u").reason()).isEqualTo(Reason.NOT_CONFIRMED);
        assertThat(desk.errand().commandId()).isEqualTo(id("behind"));
    }

    /// No command that is decoded has such a time.
    private static Update broken(String commandId) {
        return new Update(id(commandId), T0, null, "apt", null, starting("no time"));
    }

    private void execute(String commandId) {
        Errand read = desk.errand();
        assertThat(read.commandId()).isEqualTo(id(commandId));
        desk.reply(read, read(appointment(read.appointmentId(), "old")));
        desk.reply(desk.errand(), written(read.appointmentId()));
    }
}
