package dev.almanac.change;

import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.WindowOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is known of one location's blocked time. There is no reading of a block by id, so one is called removed when
/// two whole answers about the same owner, the second asked for a while after the first had come, both lack it, and the second was
/// about all times that are polled, to which it may have been moved: of every owner whose lists have shown it, or, while none is
/// known to have, of every owner it has. One owner; not thread-safe.
public final class LastSeenBlocks {
    /// Room for a list that lags behind to catch up, such as that of the other window a moment later.
    static final Duration BETWEEN_MISSES = Duration.ofSeconds(30);

    private final Map<String, BlockedTimeRow> rows = new HashMap<>();
    private final Map<String, Set<WindowOwner>> shownBy = new HashMap<>();
    private final Map<String, Map<WindowOwner, Miss>> misses = new HashMap<>();

    /// @param firstAt when the first answer without it had come
    private record Miss(Instant firstAt, boolean again) {}

    /// What a window lacks.
    ///
    /// @param removed the rows that are to be written
    /// @param inDoubt a far list of the owner, some [#BETWEEN_MISSES] later, would tell whether something has gone or was moved
    public record Missing(List<BlockedTimeRow> removed, boolean inDoubt) {}

    /// Takes over a row as it was last written.
    public void restore(BlockedTimeRow row) {
        rows.put(row.id(), row);
    }

    /// Takes in a window of blocked time, or a part of it; gives the rows that are to be written.
    public List<BlockedTimeRow> listed(WindowSnapshot<BlockedTime> snapshot) {
        snapshot.entries().stream()
                .filter(block -> !block.deleted())
                .forEach(block -> shownBy.computeIfAbsent(block.id(), _ -> new HashSet<>()).add(snapshot.owner()));
        return sighted(snapshot.entries(), snapshot.begunAt(), snapshot.fetchedAt());
    }

    /// Takes in that a window, all of which was taken in, lacks what should be in it.
    ///
    /// @param reach  of the window: only that of a far one shows what has been moved, wherever to
    /// @param polled whose lists are asked for
    public Missing missing(WindowSnapshot<BlockedTime> whole, Poll.Reach reach, Predicate<WindowOwner> polled) {
        Set<String> present = whole.entries().stream().map(BlockedTime::id).collect(Collectors.toSet());
        List<BlockedTimeRow> gone = new ArrayList<>();
        boolean inDoubt = false;
        for (BlockedTimeRow row : List.copyOf(rows.values())) {
            if (!present.contains(row.id()) && shouldBeIn(row, whole)) {
                inDoubt |= !miss(row.id(), whole, reach);
                if (isMissedByAll(row.blockedTime(), polled)) {
                    gone.add(put(row.blockedTime(), row, whole.fetchedAt(), true));
                }
            }
        }
        return new Missing(gone, inDoubt);
    }

    /// Takes in blocks that showed up among appointments: they are there, and nothing is said of others.
    public List<BlockedTimeRow> sighted(List<BlockedTime> blocks, Instant begunAt, Instant fetchedAt) {
        List<BlockedTimeRow> changed = new ArrayList<>();
        for (BlockedTime seen : blocks) {
            if (!seen.deleted()) {
                misses.remove(seen.id());
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
            misses.remove(id);
        });
        return over;
    }

    private BlockedTimeRow put(BlockedTime block, BlockedTimeRow before, Instant fetchedAt, boolean removed) {
        long sequence = before == null ? 1 : before.sequence() + 1;
        Instant firstSeenAt = before == null ? fetchedAt : before.firstSeenAt();
        BlockedTimeRow row = new BlockedTimeRow(block, sequence, firstSeenAt, fetchedAt, removed);
        rows.put(row.id(), row);
        misses.remove(row.id());
        return row;
    }

    /// @return whether no more lists of this owner are needed
    private boolean miss(String id, WindowSnapshot<BlockedTime> whole, Poll.Reach reach) {
        Map<WindowOwner, Miss> missed = misses.computeIfAbsent(id, _ -> new HashMap<>());
        Miss miss = missed.compute(whole.owner(), (_, last) -> last == null
                ? new Miss(whole.fetchedAt(), false)
                : new Miss(last.firstAt(), last.again() || reach == Poll.Reach.FAR
                        && !whole.begunAt().isBefore(last.firstAt().plus(BETWEEN_MISSES))));
        return miss.again();
    }

    private boolean isMissedByAll(BlockedTime block, Predicate<WindowOwner> polled) {
        Map<WindowOwner, Miss> missed = misses.getOrDefault(block.id(), Map.of());
        List<WindowOwner> owners = block.owners().stream()
                .filter(owner -> mayShow(owner, block.id()))
                .filter(polled)
                .toList();
        return !owners.isEmpty()
                && owners.stream().allMatch(owner -> missed.containsKey(owner) && missed.get(owner).again());
    }

    /// Whether the lists of an owner it has have shown it, or may have before a restart: others prove nothing by leaving it out.
    private boolean mayShow(WindowOwner owner, String id) {
        Set<WindowOwner> showing = shownBy.getOrDefault(id, Set.of());
        return showing.isEmpty() || showing.contains(owner);
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
        return !row.removed()
                && !snapshot.begunAt().isBefore(row.fetchedAt())
                && known.owners().contains(snapshot.owner())
                && mayShow(snapshot.owner(), row.id())
                && known.overlaps(snapshot.window());
    }
}
