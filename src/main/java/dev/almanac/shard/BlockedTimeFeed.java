package dev.almanac.shard;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.change.LastSeenBlocks;
import dev.almanac.change.Poll;
import dev.almanac.change.PollSchedule;
import java.time.Instant;
import java.util.List;

/// The blocked time of one location: takes what polls show.
final class BlockedTimeFeed {
    private final String locationId;
    private final NewRows newRows;
    private final LastSeenBlocks lastSeen = new LastSeenBlocks();
    private final Listings<BlockedTime> listings = new Listings<>();

    BlockedTimeFeed(String locationId, NewRows newRows) {
        this.locationId = locationId;
        this.newRows = newRows;
    }

    void restore(List<BlockedTimeRow> rows) {
        rows.forEach(lastSeen::restore);
    }

    /// Takes an answer to a poll, which is taken in by and by.
    void listed(Purpose.ForPoll poll, List<BlockedTime> entries, Instant begunAt, Instant now) {
        Poll of = poll.poll();
        listings.add(of, poll.snapshot(begunAt, now, ours(entries)));
    }

    /// Takes in blocked time that showed up among appointments.
    void sighted(List<BlockedTime> entries, Instant begunAt, Instant now) {
        newRows.add(lastSeen.sighted(ours(entries), begunAt, now));
    }

    boolean isBehind() {
        return !listings.isEmpty();
    }

    /// Takes in a part of an answer.
    ///
    /// @return how many entries
    int takeIn(PollSchedule schedule, Instant now) {
        Listings.Part<BlockedTime> next = listings.next();
        newRows.add(lastSeen.listed(next.part()));
        if (next.isLast()) {
            LastSeenBlocks.Missing missing = lastSeen.missing(next.whole(), next.poll().reach(), schedule::watchesBlockedTimeOf);
            newRows.add(missing.removed());
            if (missing.inDoubt()) {
                schedule.lookForMoved(next.poll().owner(), now);
            }
        }
        return next.part().entries().size();
    }

    /// Forgets some of what has been over for long.
    void forget(Instant before, int most, List<Write> writes) {
        lastSeen.forget(before, most).forEach(id -> writes.add(new Write.ForgetBlockedTime(id)));
    }

    /// A record of another location would be written into a shard that is not its own, which no restore would accept.
    private List<BlockedTime> ours(List<BlockedTime> seen) {
        return seen.stream().filter(block -> block.locationId().equals(locationId)).toList();
    }
}
