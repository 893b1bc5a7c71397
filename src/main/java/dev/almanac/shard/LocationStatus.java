package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.change.PolledWindow;
import java.time.Instant;
import java.util.List;

/// How the work for one location stands, for people and for metrics.
///
/// @param state        whether it is worked for, and if not, why
/// @param until        when that state ends by itself, where that is known; else null
/// @param waiting      commands without a result
/// @param inDoubt      of these the ones with a write of unknown fate
/// @param requestsLeft that may be sent now, before the vendor's interval is used up
/// @param day          what is left of the day's allowance; null where no header has told
/// @param denied       what the vendor does not permit the token, while the rest goes on
/// @param nearSeenAt   every near window was fetched at this moment or after it; null: not every one yet
/// @param farSeenAt    the same of the far windows
/// @param windows      all of them, each with its own freshness
public record LocationStatus(
        String locationId,
        State state,
        Instant until,
        int waiting,
        int inDoubt,
        int requestsLeft,
        DayAllowance day,
        List<Operation> denied,
        Instant nearSeenAt,
        Instant farSeenAt,
        List<PolledWindow> windows) {

    /// What is done for a location.
    public enum State {
        /// All that is due, but for what is denied.
        SERVED,
        /// Nothing yet: its settings are not known.
        STARTING,
        /// Nothing: no location of this id is configured, and its commands are ended.
        NOT_CONFIGURED,
        /// Nothing for a while: the vendor does not accept its token (401 or 403), or nothing but denials has come back.
        DENIED,
        /// Nothing is achieved: no request could be sent, because there is no connection or no token, and a lone one tries again
        /// now and then; or no answer came, for ten seconds at least.
        UNREACHABLE,
        /// Nothing for a while: the vendor answered 429, or the allowance may be in use by the owner before.
        HELD_BACK,
        /// Nothing until the day's allowance starts anew.
        DAY_USED_UP,
        /// Nothing until its shard is restored: a defect showed, see the log.
        SET_ASIDE
    }

    public LocationStatus {
        requireNonNull(locationId, "locationId");
        requireNonNull(state, "state");
        denied = List.copyOf(denied);
        windows = List.copyOf(windows);
    }

    static LocationStatus setAside(String locationId) {
        return new LocationStatus(locationId, State.SET_ASIDE, null, 0, 0, 0, null, List.of(), null, null, List.of());
    }
}
