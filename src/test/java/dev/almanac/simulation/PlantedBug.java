package dev.almanac.simulation;

/// What can be wrong with the way the shard is run, to see that the promises would be found broken.
enum PlantedBug {
    NONE,
    /// The positions are left out of the transactions.
    POSITION_LEFT_OUT,
    /// Commands count as dealt with as soon as they are published.
    POSITION_AHEAD,
    /// Calls do not wait for the commit.
    CALLS_BEFORE_COMMIT,
    /// The journal is not told that a write begins.
    START_NOT_JOURNALED,
    /// A new owner does not find the last transaction.
    LAST_TRANSACTION_NOT_RESTORED,
    /// Some results are not written.
    RESULT_DROPPED,
    /// A commit that went through is taken for an abort, and written again.
    COMMIT_TAKEN_FOR_ABORT,
    /// Whoever has been replaced can still commit.
    NO_FENCING,
    /// A lost answer is taken for a request that was never sent.
    LOST_TAKEN_FOR_UNSENT,
    /// What a list leaves out counts as gone.
    ABSENCE_TAKEN_FOR_REMOVAL,
    /// What is gone cannot be read, and that is taken for no answer.
    REMOVAL_OVERLOOKED,
    /// Nothing is expected to take effect late.
    NO_SETTLE_TIME,
    /// The vendor's allowance is misread.
    ALLOWANCE_MISREAD,
    /// What the owner before said of its last calls is not read.
    NOTE_IGNORED,
    /// A dead owner is taken for one that made no call.
    DEATH_IGNORED
}
