package dev.almanac.command;

import dev.almanac.calendar.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What comes next for one command, found without changing anything. A defect that shows here is therefore the command's alone:
/// it ends as what can be said for certain, and everything else goes on. Nothing is sent that could not be decided.
final class Steps {
    private final CommandSettings settings;
    private final FinishedCommands finished;
    private final BookingSearch search;
    private final List<Defect> defects = new ArrayList<>();

    Steps(CommandSettings settings, FinishedCommands finished, Backlog backlog, Surroundings surroundings) {
        this.settings = settings;
        this.finished = finished;
        this.search = new BookingSearch(finished::isFree, finished::isGuessed, backlog::hasRival, surroundings);
    }

    /// For a command whose turn it is.
    Verdict next(PendingCommand command, Instant now) {
        try {
            if (command.isInDoubt() && !command.cleared) {
                return new Verdict.Ask(Errands.toLook(command, now));
            }
            Optional<Rejection> rejection =
                    command.isInDoubt() ? Optional.empty() : Rejection.beforeStart(command.entry, finished::find, now);
            return rejection.isPresent()
                    ? rejection.get()
                    : new Verdict.Ask(Errands.toExecute(command, settings.marker(), finished::find));
        } catch (RuntimeException defect) {
            return undecided(command, defect, now, now);
        }
    }

    /// After the reply to what it had asked.
    ///
    /// @param begunAt when that began
    Verdict after(Reply reply, boolean written, PendingCommand command, Instant begunAt, Instant now) {
        try {
            return Verdict.of(reply, command, search, settings, begunAt, now);
        } catch (RuntimeException defect) {
            // An answer that cannot be told is a lost one.
            return written ? lost(command, defect) : undecided(command, defect, begunAt, now);
        }
    }

    /// Those that have shown since the last call, each command's first.
    List<Defect> drainDefects() {
        List<Defect> drained = List.copyOf(defects);
        defects.clear();
        return drained;
    }

    private Verdict lost(PendingCommand command, RuntimeException defect) {
        note(command, defect);
        return new Verdict.Doubtful(null);
    }

    /// Where no write can have taken effect, that is certain, and no restart would change it. Otherwise it is looked for until it
    /// has settled: another list may not show the defect, and a poll may prove the booking meanwhile.
    private Verdict undecided(PendingCommand command, RuntimeException defect, Instant begunAt, Instant now) {
        note(command, defect);
        String why = "a defect of Almanac: " + defect.getClass().getName();
        return command.isInDoubt()
                ? Verdict.of(
                        Doubt.of(new Evidence.Unclear(why), command.entry, begunAt, now.plus(settings.doubtInterval())), null)
                : Rejection.undecided(why);
    }

    private void note(PendingCommand command, RuntimeException defect) {
        if (!command.defective) {
            command.defective = true;
            defects.add(new Defect(command.entry.id(), defect));
        }
    }
}
