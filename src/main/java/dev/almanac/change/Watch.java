package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.WindowOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Since when a location, and each owner of windows there, has been watched: an appointment that is older is no news.
final class Watch {
    /// Of an owner with no rows, nobody knows after a restart whether it is watched for the first time: what was made within this
    /// time before its first list is taken for news, because it may have been made while nobody looked.
    static final Duration OVERLOOKED = Duration.ofDays(1);

    private final Set<WindowOwner> withRows = new HashSet<>();
    private final Map<WindowOwner, Instant> ownersSince = new HashMap<>();
    /// Null before the first look.
    private Instant since;

    /// Takes over from a row.
    void restore(AppointmentRow row) {
        if (since == null || row.firstSeenAt().isBefore(since)) {
            since = row.firstSeenAt();
        }
        Appointment known = row.appointment();
        add(WindowOwner.Kind.CALENDAR, known.calendarId());
        add(WindowOwner.Kind.USER, known.assignedUserId());
        add(WindowOwner.Kind.GROUP, known.groupId());
    }

    /// Something was asked for.
    void looked(Instant begunAt) {
        if (since == null) {
            since = begunAt;
        }
    }

    /// A list of an owner was asked for.
    void listed(WindowOwner owner, Instant begunAt) {
        looked(begunAt);
        Instant from = begunAt.minus(OVERLOOKED);
        ownersSince.putIfAbsent(owner, withRows.contains(owner) || from.isBefore(since) ? since : from);
    }

    /// Whether an appointment was made while it was watched.
    ///
    /// @param shownBy whose list shows it; null if it was read by id
    boolean isNew(Appointment seen, WindowOwner shownBy) {
        Instant from = shownBy == null ? since : ownersSince.get(shownBy);
        return seen.dateAdded() != null && !seen.dateAdded().isBefore(from);
    }

    private void add(WindowOwner.Kind kind, String id) {
        if (id != null) {
            withRows.add(new WindowOwner(kind, id));
        }
    }
}
