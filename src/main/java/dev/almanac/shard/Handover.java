package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// How a shard came to its owner, which decides from when on that one may call: the vendor counts its predecessor's last
/// requests still.
public sealed interface Handover {
    /// The vendor's intervals, and so what a predecessor used of them, concern one location each.
    ///
    /// @param activated when the new owner could have begun
    /// @param quiet     how long it waits where its predecessor left no word
    Instant opensAt(String locationId, Instant activated, Duration quiet);

    /// Nobody has owned it before.
    record First() implements Handover {
        @Override
        public Instant opensAt(String locationId, Instant activated, Duration quiet) {
            return activated;
        }
    }

    /// Its last owner died, or lost it without having given it up.
    record Unannounced() implements Handover {
        @Override
        public Instant opensAt(String locationId, Instant activated, Duration quiet) {
            return activated.plus(quiet);
        }
    }

    /// Its last owner gave it up and made no call since.
    ///
    /// @param busyUntil locations that are not to be called before an instant
    record Orderly(Map<String, Instant> busyUntil) implements Handover {
        public Orderly {
            busyUntil = Map.copyOf(busyUntil);
        }

        @Override
        public Instant opensAt(String locationId, Instant activated, Duration quiet) {
            return busyUntil.getOrDefault(locationId, busyUntil.getOrDefault(HandoverNote.EVERY_OTHER, activated));
        }
    }
}
