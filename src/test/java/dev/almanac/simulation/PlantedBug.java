package dev.almanac.simulation;

import static dev.almanac.simulation.Mutation.Instead.NOTHING;
import static dev.almanac.simulation.Mutation.Instead.RETURN_A_TEXT;
import static dev.almanac.simulation.Mutation.Instead.RETURN_EMPTY;
import static dev.almanac.simulation.Mutation.Instead.RETURN_FALSE;
import static dev.almanac.simulation.Mutation.Instead.RETURN_FIRST;
import static dev.almanac.simulation.Mutation.Instead.RETURN_NEVER;
import static dev.almanac.simulation.Mutation.Instead.RETURN_THIS;
import static dev.almanac.simulation.Mutation.Instead.RETURN_TRUE;

import java.util.Arrays;
import java.util.List;

/// What can be wrong with Almanac, to see that the promises would be found broken. The first ones are in the way the shard
/// is run; the others, which have a mutation, in what it decides.
enum PlantedBug {
    NONE("nothing is wrong"),
    POSITION_LEFT_OUT("the positions are left out of the transactions"),
    POSITION_AHEAD("commands count as dealt with as soon as they are published"),
    CALLS_BEFORE_COMMIT("calls do not wait for the commit"),
    START_NOT_JOURNALED("the journal is not told that a write begins"),
    LAST_TRANSACTION_NOT_RESTORED("a new owner restores to the stable offset only, and misses the last transaction"),
    RESULT_DROPPED("some results are not written"),
    COMMIT_TAKEN_FOR_ABORT("a commit that went through is taken for an abort, and written again"),
    NO_FENCING("whoever has been replaced can still commit"),
    LOST_TAKEN_FOR_UNSENT("a lost answer is taken for a request that was never sent: a retry without a look"),
    ABSENCE_TAKEN_FOR_REMOVAL("what a list leaves out counts as gone"),
    REMOVAL_OVERLOOKED("what is gone cannot be read, and that is taken for no answer"),
    NO_SETTLE_TIME("nothing is expected to take effect late"),
    ALLOWANCE_MISREAD("the vendor's allowance is misread"),
    NOTE_IGNORED("a new owner does not read what the one before said of its last calls"),
    DEATH_IGNORED("a new owner takes one that died for one that made no call"),

    LOOKED_ONCE("a look proves absence before the write has settled", "command.JournalEntry", "isSettled", RETURN_TRUE),
    REPETITION_REFUSED("the refusal of a repetition is believed of the first attempt, too", "command.JournalEntry",
            "isInDoubt", RETURN_FALSE),
    DOUBT_LOST_IN_RESTART("a new owner takes what was started for not sent", "command.JournalEntry", "afterRestart",
            RETURN_THIS),
    LANE_OPENED_EARLY("a lane opens before a late copy can have come", "command.Lanes", "close", NOTHING),
    ONE_LANE_FOR_ALL("every command waits for every other", "command.Lanes", "of", RETURN_A_TEXT),
    LANES_NOT_JOINED("who names the create and who names the appointment have lanes of their own",
            "command.FinishedCommand", "madeAppointment", RETURN_FALSE),
    SIGHT_IGNORED("a booking that a poll shows does not end its create", "command.Sightings", "provenBy", RETURN_EMPTY),
    SENT_AGAIN_ANYWHERE("a create is sent again where nothing would stop a twin", "command.BookingSearch",
            "isStoppedTwice", RETURN_TRUE),
    EDITED_DESCRIPTION_OVERLOOKED("a booking whose marker somebody edited away is nobody's", "command.BookingSearch",
            "isSuspect", RETURN_FALSE),
    COPIED_MARKER_BELIEVED("a marker proves a booking, whoever put it there", "command.BookingSearch", "couldBe",
            RETURN_TRUE),
    COPIED_MARKER_TOLD("a marker is told as its command's doing, whoever put it there", "command.FinishedCommand",
            "mayHaveMade", RETURN_TRUE),
    CLAIMED_TWICE("one appointment is the work of two commands", "command.FinishedCommands", "isFree", RETURN_TRUE),
    REPETITION_NOT_KNOWN("a command that is published again is not recognised", "command.Backlog", "bodyOf",
            RETURN_EMPTY),
    UPDATE_BELIEVED("an update of unknown fate is believed without being read", "command.UpdateBody", "holds",
            RETURN_TRUE),
    MOVE_BELIEVED("an update counts as made although the time is another", "command.UpdateBody", "sameTime",
            RETURN_TRUE),
    STATUS_LEFT_OUT("an update goes without the status, which resets it", "command.UpdateBody", "withStatus",
            RETURN_FIRST),
    EXPIRY_IGNORED("what has expired is executed", "command.Rejection", "expiryOf", RETURN_NEVER),
    DEPENDENCY_IGNORED("an update of a create that failed is executed", "command.Rejection", "beforeStart",
            RETURN_EMPTY),
    ALARM_LOST("nothing that waits for a moment is woken", "command.Agenda", "nextDue", RETURN_EMPTY),
    CAUSE_FORGOTTEN("what a command did is told as nobody's", "shard.Causes", "finished", NOTHING),
    READ_BACK_AGAIN("what a command did is read back after every restart, and what others did since is told as its doing",
            "command.JournalEntry", "told", RETURN_FALSE),
    ROW_NOT_RESTORED("a new owner does not know the rows", "change.LastSeen", "restore", NOTHING),
    QUESTION_NOT_ASKED("what is missing in a list is never read", "change.Questions", "isWorthAsking", RETURN_FALSE),
    BLOCK_MISSED_ONCE("blocked time that one list leaves out is gone", "change.LastSeenBlocks", "isMissedByAll", RETURN_TRUE),
    BUDGET_IGNORED("requests are sent whatever the budget says", "calendar.RateBudget", "isFree", RETURN_TRUE),
    OTHERS_NOT_COUNTED("what a predecessor has used is not taken off", "calendar.RateBudget", "countWhatOthersUsed",
            NOTHING),
    HANDOVER_IGNORED("a new owner does not wait until the vendor has forgotten its predecessor's calls",
            "calendar.RateBudget", "closeUntil", NOTHING);

    final String what;
    /// Null where the bug sits around the shard.
    final Mutation mutation;

    PlantedBug(String what) {
        this.what = what;
        this.mutation = null;
    }

    PlantedBug(String what, String type, String method, Mutation.Instead instead) {
        this.what = what;
        this.mutation = new Mutation(type, method, instead);
    }

    static List<PlantedBug> all() {
        return Arrays.stream(values()).filter(bug -> bug != NONE).toList();
    }
}
