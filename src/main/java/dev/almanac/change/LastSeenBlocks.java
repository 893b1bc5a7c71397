package dev.almanac.change;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.WindowOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What is known of one location's blocked time. There is no reading of a block by id, so one is called removed when two
/// whole answers, the second asked for after the first had come, both lack it. One owner; not thread-safe.
public final class LastSeenBlocks {
    private final Map<String, BlockedTimeRow> rows = new HashMap<>();
    private final Map<String, Instant> missedAt = new HashMap<>();

    /// Takes over a row as it was last written.
    public void restore(BlockedTimeRow row) {
        rows.put(row.id(), row);
    }

    /// Takes in a window of blocked time; gives the rows that are to be written.
    public List<BlockedTimeRow> listed(WindowSnapshot<BlockedTime> snapshot) {
        List<BlockedTimeRow> changed = sighted(snapshot.entries(), snapshot.begunAt(), snapshot.fetchedAt());
        Set<String> present = new HashSet<>();
        snapshot.entries().forEach(block -> present.add(block.id()));
        for (BlockedTimeRow row : List.copyOf(rows.values())) {
            if (!present.contains(row.id()) && shouldBeIn(row, snapshot) && isMissedTwice(row, snapshot)) {
                changed.add(put(row.blockedTime(), row, snapshot.fetchedAt(), true));
            }
        }
        return changed;
    }

    /// Takes in blocks that showed up among appointments: they are there, and nothing is said of others.
    public List<BlockedTimeRow> sighted(List<BlockedTime> blocks, Instant begunAt, Instant fetchedAt) {
        List<BlockedTimeRow> changed = new ArrayList<>();
        for (BlockedTime seen : blocks) {
            BlockedTimeRow before = rows.get(seen.id());
            missedAt.remove(seen.id());
            boolean outdated = before != null && (begunAt.isBefore(before.fetchedAt()) || isOlder(seen, before));
            boolean different = before == null ? !seen.deleted() : differs(seen, before);
            if (!outdated && different) {
                changed.add(put(seen, before, fetchedAt, seen.deleted()));
            }
        }
        return changed;
    }

    private BlockedTimeRow put(BlockedTime block, BlockedTimeRow before, Instant fetchedAt, boolean removed) {
        long sequence = before == null ? 1 : before.sequence() + 1;
        Instant firstSeenAt = before == null ? fetchedAt : before.firstSeenAt();
        BlockedTimeRow row = new BlockedTimeRow(block, sequence, firstSeenAt, fetchedAt, true, removed);
        rows.put(row.id(), row);
        missedAt.remove(row.id());
        return row;
    }

    private boolean isMissedTwice(BlockedTimeRow row, WindowSnapshot<BlockedTime> snapshot) {
        Instant first = missedAt.putIfAbsent(row.id(), snapshot.fetchedAt());
        return first != null && !snapshot.begunAt().isBefore(first);
    }

    private static boolean differs(BlockedTime seen, BlockedTimeRow before) {
        BlockedTime known = before.blockedTime();
        return before.removed() != seen.deleted()
                || !Objects.equals(seen.startTime(), known.startTime())
                || !Objects.equals(seen.endTime(), known.endTime())
                || !Objects.equals(seen.calendarId(), known.calendarId())
                || !Objects.equals(seen.assignedUserId(), known.assignedUserId())
                || !Objects.equals(seen.title(), known.title())
                || !Objects.equals(seen.rrule(), known.rrule());
    }

    private static boolean isOlder(BlockedTime seen, BlockedTimeRow before) {
        Instant known = before.blockedTime().dateUpdated();
        return seen.dateUpdated() != null && known != null && seen.dateUpdated().isBefore(known);
    }

    private static boolean shouldBeIn(BlockedTimeRow row, WindowSnapshot<BlockedTime> snapshot) {
        BlockedTime known = row.blockedTime();
        if (row.removed() || known.startTime() == null || snapshot.begunAt().isBefore(row.fetchedAt())) {
            return false;
        }
        Instant start = known.startTime().toInstant();
        Instant end = known.endTime() == null ? start : known.endTime().toInstant();
        return isOwnedBy(known, snapshot.owner()) && snapshot.window().overlaps(start, end);
    }

    private static boolean isOwnedBy(BlockedTime block, WindowOwner owner) {
        return switch (owner.kind()) {
            case CALENDAR -> owner.id().equals(block.calendarId());
            case USER -> owner.id().equals(block.assignedUserId());
            case GROUP -> false;
        };
    }
}
