package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;

/// How many requests may be under way for a location, and whether any can be sent at all. Where one could not, because there
/// is no connection or no token, a lone one tries again after a wait that doubles, and nothing else does: thousands of waiting
/// commands would otherwise be begun, journaled and put back again and again for as long as the vendor is away.
final class Connection {
    /// A pause of the process, or a single lost answer, is nothing that anybody has to know of.
    private static final Duration SILENT_AFTER = Duration.ofSeconds(10);

    /// Requests under way while none has been answered since one was not.
    private static final int IN_FLIGHT_WHILE_SILENT = 2;

    private final int maxInFlight;
    private final Duration firstWait;
    private final Duration longestWait;
    private int inFlight;
    /// Of these, what is not for a command.
    private int reading;
    private boolean broken;
    /// When the first request since the last answer came to nothing; null: none has.
    private Instant silentSince;
    private Duration wait;
    private Instant notBefore = Instant.MIN;

    Connection(int maxInFlight, Duration firstWait, Duration longestWait) {
        this.maxInFlight = maxInFlight;
        this.firstWait = firstWait;
        this.longestWait = longestWait;
        this.wait = firstWait;
    }

    boolean mayCall(Instant now) {
        return inFlight < maxInFlight && (!broken || inFlight == 0 && !now.isBefore(notBefore));
    }

    /// Whether that may be one for a command: lists that hang do not count here.
    boolean hasRoomForCommand() {
        return inFlight - reading < most();
    }

    /// Whether a call may be made that is not for a command, where none of a command is due.
    boolean hasRoomForReading(Instant now) {
        return mayCall(now) && 2 * inFlight < most();
    }

    /// The same where commands are: calls that hang must not take from them what is kept for them.
    boolean hasRoomBetweenCommands(Instant now) {
        return mayCall(now) && 2 * reading < most();
    }

    private int most() {
        return silentSince == null ? maxInFlight : IN_FLIGHT_WHILE_SILENT;
    }

    boolean isBroken() {
        return broken;
    }

    /// Whether it has brought no answer for so long that somebody should know.
    boolean isSilent(Instant now) {
        return silentSince != null && !now.isBefore(silentSince.plus(SILENT_AFTER));
    }

    /// When the next attempt is due, while it is broken.
    Instant notBefore() {
        return notBefore;
    }

    /// @param forCommand the same when it has come to something
    void begun(boolean forCommand) {
        inFlight++;
        reading += forCommand ? 0 : 1;
    }

    void answered(boolean forCommand) {
        ended(forCommand);
        sent();
        silentSince = null;
    }

    /// The request was sent, at least in part, and no answer came.
    void unanswered(boolean forCommand, Instant now) {
        ended(forCommand);
        sent();
        silentSince = silentSince == null ? now : silentSince;
    }

    private void ended(boolean forCommand) {
        inFlight--;
        reading -= forCommand ? 0 : 1;
    }

    private void sent() {
        broken = false;
        wait = firstWait;
    }

    /// Not a byte was sent. Those that were begun with the first one that failed tell nothing new.
    void notSent(boolean forCommand, Instant now) {
        ended(forCommand);
        silentSince = silentSince == null ? now : silentSince;
        if (!broken || inFlight == 0 && !now.isBefore(notBefore)) {
            broken = true;
            notBefore = now.plus(wait);
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(longestWait) < 0 ? doubled : longestWait;
        }
    }
}
