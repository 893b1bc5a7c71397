package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the rows of the feed are not what the calendar says. It looks at both from outside, and knows nothing of how the rows
/// came to be.
public final class FeedComparison {
    private FeedComparison() {}

    /// One appointment or blocked time that the two do not tell alike.
    ///
    /// @param what in words, with the names of members and no values: those may be people's
    public record Difference(String id, String what) {}

    /// The appointments of a window.
    ///
    /// @param rows those of the location, by their ids
    public static List<Difference> ofAppointments(WindowSnapshot<Appointment> listed, Map<String, AppointmentRow> rows) {
        List<Difference> differences = new ArrayList<>();
        Set<String> present = new HashSet<>();
        for (Appointment seen : listed.entries()) {
            if (!seen.deleted()) {
                present.add(seen.id());
                ofReading(seen.id(), Optional.of(seen), Optional.ofNullable(rows.get(seen.id())))
                        .ifPresent(differences::add);
            }
        }
        rows.values().stream()
                .filter(row -> !row.removed() && !present.contains(row.id()))
                .filter(row -> row.appointment().isOf(listed.owner()) && row.appointment().overlaps(listed.window()))
                .forEach(row -> differences.add(new Difference(row.id(), "in the feed, and not in the calendar")));
        return differences;
    }

    /// One appointment as it was read by its id.
    ///
    /// @param seen empty: there is none
    public static Optional<Difference> ofReading(String id, Optional<Appointment> seen, Optional<AppointmentRow> row) {
        Optional<AppointmentRow> known = row.filter(each -> !each.removed());
        Optional<Appointment> there = seen.filter(each -> !each.deleted());
        if (there.isEmpty()) {
            return known.map(_ -> new Difference(id, "in the feed, and not in the calendar"));
        }
        if (known.isEmpty()) {
            return Optional.of(new Difference(id, "in the calendar, and not in the feed"));
        }
        Appointment before = known.get().appointment();
        // A list tells less than a reading: what it leaves out is no difference.
        List<String> fields = AppointmentDiff.changedFields(before, AppointmentDiff.filledFrom(before, there.get()));
        return fields.isEmpty() ? Optional.empty() : Optional.of(new Difference(id, "different in " + fields));
    }

    /// The blocked time of a window: whether it is there, and when.
    public static List<Difference> ofBlockedTime(
            WindowSnapshot<BlockedTime> listed, Map<String, BlockedTimeRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (BlockedTime seen : listed.entries()) {
            BlockedTimeRow row = rows.get(seen.id());
            boolean known = row != null && !row.removed();
            if (known == seen.deleted()) {
                differences.add(new Difference(
                        seen.id(), known ? "in the feed, and not in the calendar" : "in the calendar, and not in the feed"));
            } else if (known && !sameTime(seen, row.blockedTime())) {
                differences.add(new Difference(seen.id(), "different in its times"));
            }
        }
        return differences;
    }

    /// The blocked time in the feed that no list tells.
    ///
    /// @param listed the ids that the lists of all owners told
    /// @param asked  these owners
    public static List<Difference> unlistedBlockedTime(
            Set<String> listed, Set<WindowOwner> asked, Window window, Map<String, BlockedTimeRow> rows) {
        return rows.values().stream()
                .filter(row -> !row.removed() && !listed.contains(row.id()) && row.blockedTime().overlaps(window))
                .filter(row -> row.blockedTime().owners().stream().anyMatch(asked::contains))
                .map(row -> new Difference(row.id(), "in the feed, and not in the calendar"))
                .toList();
    }

    private static boolean sameTime(BlockedTime one, BlockedTime other) {
        return same(one.startTime(), other.startTime()) && same(one.endTime(), other.endTime());
    }

    private static boolean same(OffsetDateTime one, OffsetDateTime other) {
        return one == null || other == null ? one == other : one.isEqual(other);
    }
}
