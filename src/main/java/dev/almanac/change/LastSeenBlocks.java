package dev.almanac.change;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.WindowOwner;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// What is known of one location's blocked time. There is no reading of a block by id, so one is called removed when
/// two whole answers about the same owner, the second asked for after the first had come, both lack it. Of an owner
/// whose lists have never shown it while those of another have, absence means nothing. One owner; not thread-safe.
public final class LastSeenBlocks {
    private final Map<String, BlockedTimeRow> rows = new HashMap<>();
    private final Map<String, Set<WindowOwner>> shownBy = new HashMap<>();
    private final Map<String, Map<WindowOwner, Instant>> missedAt = new HashMap<>();

    /// Takes over a row as it was last written.
    public void restore(BlockedTimeRow row) {
        rows.put(row.id(), row);
    }

    /// Takes in a window of blocked time; gives the rows that are to be written.
    public List<BlockedTimeRow> listed(WindowSnapshot<BlockedTime> snapshot) {
        List<BlockedTimeRow> changed = sighted(snapshot.entries(), snapshot.begunAt(), snapshot.fetchedAt());
        Set<String> present = new HashSet<>();
        for (BlockedTime block : snapshot.entries()) {
            present.add(block.id());
            shownBy.computeIfAbsent(block.id(), _ -> new HashSet<>()).add(snapshot.owner());
        }
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
            if (!seen.deleted()) {
                missedAt.remove(seen.id());
            }
            BlockedTimeRow before = rows.get(seen.id());
            if (before == null) {
                if (!seen.deleted()) {
                    changed.add(put(seen, null, fetchedAt, false));
                }
            } else if (!begunAt.isBefore(before.fetchedAt()) && !isNewer(before.blockedTime(), seen)) {
                BlockedTime now = isNewer(seen, before.blockedTime()) ? seen : filledFrom(before.blockedTime(), seen);
                if (differs(now, before)) {
                    changed.add(put(now, before, fetchedAt, seen.deleted()));
                }
            }
        }
        return changed;
    }

    /// Forgets, and names, some of those that are gone, or over, and have been as they are since before an instant.
    ///
    /// @param most how many at once
    public List<String> forget(Instant before, int most) {
        List<String> over = rows.values().stream()
                .filter(row -> row.isOverSince(before))
                .limit(most)
                .map(BlockedTimeRow::id)
                .toList();
        over.forEach(id -> {
            rows.remove(id);
            shownBy.remove(id);
            missedAt.remove(id);
        });
        return over;
    }

    private BlockedTimeRow put(BlockedTime block, BlockedTimeRow before, Instant fetchedAt, boolean removed) {
        long sequence = before == null ? 1 : before.sequence() + 1;
        Instant firstSeenAt = before == null ? fetchedAt : before.firstSeenAt();
        BlockedTimeRow row = new BlockedTimeRow(block, sequence, firstSeenAt, fetchedAt, removed);
        rows.put(row.id(), row);
        missedAt.remove(row.id());
        return row;
    }

    private boolean isMissedTwice(BlockedTimeRow row, WindowSnapshot<BlockedTime> snapshot) {
        Instant first = missedAt.computeIfAbsent(row.id(), _ -> new HashMap<>())
                .putIfAbsent(snapshot.owner(), snapshot.fetchedAt());
        return first != null && !snapshot.begunAt().isBefore(first);
    }

    private static boolean differs(BlockedTime seen, BlockedTimeRow before) {
        if (before.removed() || seen.deleted()) {
            return before.removed() != seen.deleted();
        }
        BlockedTime known = before.blockedTime();
        return !Objects.equals(seen.startTime(), known.startTime())
                || !Objects.equals(seen.endTime(), known.endTime())
                || !Objects.equals(seen.calendarId(), known.calendarId())
                || !Objects.equals(seen.assignedUserId(), known.assignedUserId())
                || !Objects.equals(seen.title(), known.title())
                || !Objects.equals(seen.rrule(), known.rrule());
    }

    /// Lists of different owners may leave out different members, and tell times in different offsets: while
    /// `dateUpdated` stands still, neither is a change.
    private static BlockedTime filledFrom(BlockedTime before, BlockedTime seen) {
        return new BlockedTime(
                seen.id(),
                seen.locationId(),
                or(seen.calendarId(), before.calendarId()),
                or(seen.assignedUserId(), before.assignedUserId()),
                or(seen.title(), before.title()),
                or(seen.recurring(), before.recurring()),
                seen.rrule().isEmpty() ? before.rrule() : seen.rrule(),
                or(seen.masterEventId(), before.masterEventId()),
                orTime(seen.startTime(), before.startTime()),
                orTime(seen.endTime(), before.endTime()),
                or(seen.dateAdded(), before.dateAdded()),
                or(seen.dateUpdated(), before.dateUpdated()),
                or(seen.createdBy(), before.createdBy()),
                seen.deleted(),
                seen.extra());
    }

    private static <T> T or(T seen, T before) {
        return seen != null ? seen : before;
    }

    private static OffsetDateTime orTime(OffsetDateTime seen, OffsetDateTime before) {
        return seen == null || before != null && seen.isEqual(before) ? before : seen;
    }

    private static boolean isNewer(BlockedTime one, BlockedTime other) {
        return one.dateUpdated() != null && other.dateUpdated() != null
                && one.dateUpdated().isAfter(other.dateUpdated());
    }

    private boolean shouldBeIn(BlockedTimeRow row, WindowSnapshot<BlockedTime> snapshot) {
        BlockedTime known = row.blockedTime();
        if (row.removed() || known.startTime() == null || snapshot.begunAt().isBefore(row.fetchedAt())) {
            return false;
        }
        Instant start = known.startTime().toInstant();
        Instant end = known.endTime() == null ? start : known.endTime().toInstant();
        return isExpectedFrom(snapshot.owner(), known) && snapshot.window().overlaps(start, end);
    }

    private boolean isExpectedFrom(WindowOwner owner, BlockedTime block) {
        Set<WindowOwner> showing = shownBy.getOrDefault(block.id(), Set.of());
        return isOwnedBy(block, owner) && (showing.isEmpty() || showing.contains(owner));
    }

    private static boolean isOwnedBy(BlockedTime block, WindowOwner owner) {
        return switch (owner.kind()) {
            case CALENDAR -> owner.id().equals(block.calendarId());
            case USER -> owner.id().equals(block.assignedUserId());
            case GROUP -> false;
        };
    }
}
