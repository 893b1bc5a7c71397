package dev.almanac.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The time of a partition: the latest that a record or the clock here has told. It never goes back, so what a record may tell is
/// bounded: a single one from a clock that is years ahead would otherwise end every appointment before it has begun, for good.
final class PartitionClock {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionClock.class);

    /// More than clocks differ by that are set from the network, less than an appointment lasts.
    static final Duration MOST_AHEAD = Duration.ofMinutes(5);

    private static final String LATEST = "latest";
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final KeyValueStore<String, Long> store;
    private final InstantSource here;
    private Instant now;
    private Instant warned = Instant.EPOCH;

    /// @param here the clock of this process
    PartitionClock(KeyValueStore<String, Long> store, InstantSource here) {
        this.store = store;
        this.here = here;
        this.now = Optional.ofNullable(store.get(LATEST)).map(Instant::ofEpochMilli).orElse(Instant.EPOCH);
    }

    Instant now() {
        return now;
    }

    /// What a record says of when it was learned.
    void hear(Sighting seen) {
        Instant clock = here.instant();
        Instant most = clock.plus(MOST_AHEAD);
        if (seen.at().isAfter(most)) {
            warn(seen, clock);
        }
        passTo(seen.at().isAfter(most) ? most : seen.at());
    }

    private void warn(Sighting seen, Instant clock) {
        if (!clock.isBefore(warned.plus(BETWEEN_WARNINGS))) {
            LOG.warn("A record of {} says that it is {}, and the clock here {}: it counts as {} ahead. See to the clocks",
                    seen.locationId(), seen.at(), clock, MOST_AHEAD);
            warned = clock;
        }
    }

    void passTo(Instant time) {
        now = time.isAfter(now) ? time.truncatedTo(ChronoUnit.MILLIS) : now;
    }

    /// So that a restart does not take time back: what had ended must not become upcoming again.
    void remember() {
        store.put(LATEST, now.toEpochMilli());
    }
}
