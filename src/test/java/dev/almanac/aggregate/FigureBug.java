package dev.almanac.aggregate;

import dev.almanac.simulation.Mutation;

/// What can be wrong with the figures, to see that it would be found.
enum FigureBug {
    LATE_BY_A_MOMENT("a cancellation with exactly the notice counts as late", "Booking", "late", "lateAtTheNoticeItself"),
    NOT_LATE_AFTERWARDS("a cancellation after the start does not count as late", "Booking", "late", "notLateAfterTheStart"),
    OVER_ONCE_BEGUN("what has begun counts as over", "Booking", "endedBy", "overOnceBegun"),
    OVER_A_MOMENT_LATER("at its end an appointment is not over yet", "Booking", "endedBy", "overAMomentLater"),
    NOTHING_ENDS("nobody looks for what has ended", "EntryStores", "takeEnded", "nothingEnds"),
    HELD_THOUGH_CANCELLED("cancelled appointments take up time", "Booking", "time", "heldThoughCancelled"),
    COUNTED_THOUGH_REMOVED("a removed appointment still counts", "Booking", "of", "countedThoughRemoved"),
    BLOCKED_THOUGH_REMOVED("a removed block still blocks", "Block", "of", "blockedThoughRemoved"),
    UNION_AS_SUM("overlaps count twice", "Intervals", "union", "addedUp"),
    SECONDS_DROPPED("parts of minutes are dropped", "Intervals", "length", "wholeMinutes"),
    BLOCKS_OVERLOOKED("blocked time is available", "Intervals", "minus", "blocksOverlooked"),
    OLD_DAY_KEPT("a moved appointment stays on its old day, too", "EntryStores", "remove", null),
    DAY_BY_UTC("the day of an appointment is that of UTC", "NoShowCell", "startsOn", "startsByUtc"),
    NIGHT_NOT_SPLIT("what lasts over midnight counts on its first day only", "LocalDays", "touchedBy", "dayOfTheStart"),
    ALWAYS_24_HOURS("a day has 24 hours when the clock changes, too", "LocalDays", "of", "a24HourDay"),
    MINUTES_SINCE_MIDNIGHT("opening hours are counted from midnight when the clock changes, too", "LocalDays", "instant",
            "minutesSinceMidnight"),
    EXCEPTIONS_OVERLOOKED("dated exceptions of opening hours are overlooked", "location.OpeningHours", "on", "ordinaryWeek"),
    OWN_HOURS_OVERLOOKED("a user's own hours are overlooked", "location.Location", "hoursOfUser", "hoursOfTheLocation"),
    IDLE_OVERLOOKED("idle users have no hours", "location.Location", "users", "nobodyIdle"),
    ZONE_NOT_FOLLOWED("a changed location changes no cell", "EntryKeeper", "rebucket", null),
    EMPTY_DAYS_FORGOTTEN("changed hours do not reach days that have lost their entries", "EntryKeeper", "toldCells",
            "noneWasTold"),
    TOLD_BEFORE_ITS_TURN("days of a changed location are told while entries are still being moved", "Rebucketing", "hasTold",
            "always"),
    LEFT_HALF_DONE("after a restart a location that was changed stays half done", "Rebucketing", "parse", "allTold"),
    LATE_ONES_TWICE("late cancellations are counted twice in the sum", "NoShows$Figures", "scheduled", "withLateOnesTwice"),
    OPEN_WHATEVER_THE_STATUS("what is marked counts as unmarked, too", "Booking", "open", "openWhateverTheStatus"),
    NO_SHOWS_NOT_TOLD_APART("time of no-shows is not told apart from other time", "UtilizationCell", "noShows", "everyBooking"),
    NUMBER_REPEATED("a cell that has changed has its old number", "Cell", "revisionAfter", "theSameNumber"),
    NUMBER_LEFT_OUT("a number is left out after the third", "Cell", "revisionAfter", "fiveAfterThree"),
    TOLD_UNCHANGED("a cell is told again that has not changed", "NoShowCell", "isAsTold", "neverTold"),
    TOLD_UNCHANGED_TIME("utilization is told again that has not changed", "UtilizationCell", "isAsTold", "neverTold"),
    FAILS_ON_LONG_ONES("what touches a third day cannot be taken in", "LocalDays", "touchedBy", "twoDaysAtMost"),
    TIME_FORGOTTEN("a restart takes time back", "PartitionClock", "remember", null);

    final String what;
    final Mutation mutation;

    /// @param by a method of [WrongFigures]; null: nothing is done
    FigureBug(String what, String type, String method, String by) {
        String named = type.contains(".") ? type : "aggregate." + type;
        this.what = what;
        this.mutation = by == null
                ? Mutation.toNothing(named, method)
                : Mutation.call(named, method, "aggregate.WrongFigures." + by);
    }
}
