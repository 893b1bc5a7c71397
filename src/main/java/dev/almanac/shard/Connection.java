package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;

/// Whether requests for a location can be sent at all. Where one could not, because there is no connection or no token, a lone
/// one tries again after a wait that doubles, and nothing else does: thousands of waiting commands would otherwise be begun,
/// journaled and put back again and again for as long as the vendor is away.
final class Connection {
    /// Longer than a call takes at most by default.
    private static final Duration SILENT_AFTER = Duration.ofSeconds(30);

    private final Duration firstWait;
    private final Duration longestWait;
    private int inFlight;
    private boolean broken;
    /// When the first request since the last answer came to nothing; null: none has.
    private Instant silentSince;
    private Duration wait;
    private Instant notBefore = Instant.MIN;

    Connection(Duration firstWait, Duration longestWait) {
        this.firstWait = firstWait;
        this.longestWait = longestWait;
        this.wait = firstWait;
    }

    boolean mayCall(Instant now) {
        return !broken || inFlight == 0 && !now.isBefore(notBefore);
    }

    boolean isBroken() {
        return broken;
    }

    /// Whether it has brought nothing for so long that somebody should know.
    boolean isSilent(Instant now) {
        return broken || silentSince != null && !now.isBefore(silentSince.plus(SILENT_AFTER));
    }

    /// When the next attempt is due, while it is broken.
    Instant notBefore() {
        return notBefore;
    }

    void begun() {
        inFlight++;
    }

    void answered() {
        sent();
        silentSince = null;
    }

    /// The request was sent, at least in part, and no answer came.
    void unanswered(Instant now) {
        sent();
        silentSince = silentSince == null ? now : silentSince;
    }

    private void sent() {
        inFlight--;
        broken = false;
        wait = firstWait;
    }

    /// Not a byte was sent. Those that were begun with the first one that failed tell nothing new.
    void notSent(Instant now) {
        inFlight--;
        if (!broken || inFlight == 0 && !now.isBefore(notBefore)) {
            broken = true;
            notBefore = now.plus(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
        }
    }
}
