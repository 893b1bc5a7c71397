package dev.almanac.simulation;

import java.util.ArrayList;
import java.util.List;

/// What goes wrong with one call.
enum Mishap {
    /// No connection.
    NEVER_SENT,
    /// The connection breaks, and the request has no effect.
    RESET_BEFORE,
    /// The connection breaks after the effect.
    RESET_AFTER,
    /// Nothing is heard until the deadline, and nothing happens.
    SILENCE_BEFORE,
    /// Nothing is heard until the deadline; the effect comes at any time until it has settled.
    SILENCE_LATE,
    ERROR_BEFORE,
    ERROR_AFTER,
    /// The answer is an error, and the effect comes at any time until it has settled.
    ERROR_LATE,
    /// As if another program used the same token.
    THROTTLED,
    COMMAND_TIMED_OUT_BEFORE,
    COMMAND_TIMED_OUT_AFTER,
    PAGE_BEFORE,
    PAGE_AFTER,
    CUT_BODY,
    /// For a moment the token is not known.
    DENIED,
    /// The answer takes seconds.
    SLOW,
    /// A list tells what was there a while ago.
    STALE,
    /// A list leaves rows out.
    DROPPED_ROWS;

    private static final List<Mishap> OF_ANY =
            List.of(values()).subList(0, STALE.ordinal());
    private static final List<Mishap> OF_LISTS = List.of(values());

    static Mishap of(boolean list, Dice dice) {
        List<Mishap> choices = new ArrayList<>(list ? OF_LISTS : OF_ANY);
        Mishap mishap = dice.oneOf(choices);
        // It stops everything for half a minute.
        return mishap == DENIED && dice.percent(80) ? SILENCE_LATE : mishap;
    }
}
