package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Window;
import dev.almanac.calendar.WindowOwner;
import dev.almanac.change.AppointmentChange.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of one location's appointments, and how each look at the calendar changes it.
///
/// A list tells what is there; it never proves that something is gone. Whatever is missing, marked deleted, back after a
/// removal, or different without a newer `dateUpdated`, is named to be read by id, and only that reading decides. One owner;
/// not thread-safe.
public final class LastSeen {
    private final Map<String, AppointmentRow> rows = new HashMap<>();
    private final Map<String, Instant> sightedAt = new HashMap<>();
    private final Map<String, Integer> readBecauseOf = new HashMap<>();
    private Instant watchedSince;

    /// What a look has shown.
    ///
    /// @param changes in the order of the entries; each is already taken into account
    /// @param toRead  ids to be read before anything is said about them
    public record Findings(List<AppointmentChange> changes, Set<String> toRead) {
        public Findings {
            changes = List.copyOf(changes);
            toRead = Collections.unmodifiableSet(new LinkedHashSet<>(toRead));
        }
    }

    /// Takes over a row as it was last written.
    public void restore(AppointmentRow row) {
        rows.put(row.id(), row);
        if (watchedSince == null || row.firstSeenAt().isBefore(watchedSince)) {
            watchedSince = row.firstSeenAt();
        }
    }

    /// Takes in a window of the calendar.
    public Findings listed(WindowSnapshot<Appointment> snapshot, Attribution attribution) {
        watchFrom(snapshot.begunAt());
        List<AppointmentChange> changes = new ArrayList<>();
        Set<String> toRead = new LinkedHashSet<>();
        Set<String> present = new LinkedHashSet<>();
        for (Appointment seen : snapshot.entries()) {
            if (present.add(seen.id())) {
                switch (judge(seen, snapshot.begunAt())) {
                    case TAKE -> take(seen, snapshot.fetchedAt(), true, attribution).ifPresent(changes::add);
                    case READ -> toRead.add(seen.id());
                    case IGNORE -> {}
                }
                sighted(seen.id(), snapshot.begunAt());
            }
        }
        for (AppointmentRow row : rows.values()) {
            if (!present.contains(row.id()) && shouldBeIn(row, snapshot)) {
                toRead.add(row.id());
            }
        }
        return new Findings(changes, toRead);
    }

    /// Takes in an appointment read by id, which outweighs lists.
    ///
    /// @param polled the window that is polled at all: what lies outside is told as such
    public Optional<AppointmentChange> read(
            Appointment seen, Instant begunAt, Instant fetchedAt, Window polled, Attribution attribution) {
        watchFrom(begunAt);
        if (seen.deleted()) {
            return gone(seen.id(), begunAt, fetchedAt, attribution);
        }
        AppointmentRow before = rows.get(seen.id());
        if (before != null && isOlder(seen, before)) {
            return Optional.empty();
        }
        sighted(seen.id(), begunAt);
        return take(seen, fetchedAt, overlaps(seen, polled), attribution);
    }

    /// Takes in that an appointment is not there when read by id.
    public Optional<AppointmentChange> gone(String id, Instant begunAt, Instant fetchedAt, Attribution attribution) {
        AppointmentRow before = rows.get(id);
        if (before == null || before.removed() || begunAt.isBefore(lastSight(before))) {
            return Optional.empty();
        }
        AppointmentRow after = new AppointmentRow(
                before.appointment(), before.sequence() + 1, before.statusSince(), before.createCommandId(),
                before.firstSeenAt(), fetchedAt, before.inWindow(), true);
        return Optional.of(change(Kind.REMOVED, List.of("removed"), before, after, attribution));
    }

    public Optional<AppointmentRow> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /// All rows, the removed ones included.
    public Collection<AppointmentRow> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    private enum Judgement {
        TAKE,
        READ,
        IGNORE
    }

    private Judgement judge(Appointment seen, Instant begunAt) {
        AppointmentRow before = rows.get(seen.id());
        if (before == null) {
            return seen.deleted() ? Judgement.IGNORE : Judgement.TAKE;
        }
        if (before.removed()) {
            return seen.deleted() || begunAt.isBefore(before.fetchedAt()) ? Judgement.IGNORE : Judgement.READ;
        }
        if (seen.deleted()) {
            return Judgement.READ;
        }
        if (isOlder(seen, before)) {
            return Judgement.IGNORE;
        }
        Appointment known = before.appointment();
        boolean newer = seen.dateUpdated() != null && known.dateUpdated() != null
                && seen.dateUpdated().isAfter(known.dateUpdated());
        if (newer || AppointmentDiff.changedFields(known, AppointmentDiff.filledFrom(known, seen)).isEmpty()) {
            return Judgement.TAKE;
        }
        // The same reading was asked for before and changed nothing: this list tells less, or otherwise, than a read by id.
        return Integer.valueOf(seen.hashCode()).equals(readBecauseOf.put(seen.id(), seen.hashCode()))
                ? Judgement.IGNORE
                : Judgement.READ;
    }

    private Optional<AppointmentChange> take(Appointment seen, Instant fetchedAt, boolean inWindow, Attribution attribution) {
        AppointmentRow before = rows.get(seen.id());
        if (before == null) {
            return Optional.of(firstSight(seen, fetchedAt, inWindow, attribution));
        }
        Appointment known = before.appointment();
        boolean standsStill = seen.dateUpdated() == null || seen.dateUpdated().equals(known.dateUpdated());
        Appointment now = standsStill ? AppointmentDiff.filledFrom(known, seen) : seen;
        List<String> fields = AppointmentDiff.changedFields(known, now);
        if (before.removed()) {
            fields.add("removed");
        } else if (fields.isEmpty()) {
            return Optional.empty();
        }
        Instant statusSince = fields.contains("appointmentStatus") ? statusSince(now, fetchedAt) : before.statusSince();
        AppointmentRow after = new AppointmentRow(
                now, before.sequence() + 1, statusSince, before.createCommandId(), before.firstSeenAt(), fetchedAt,
                inWindow, false);
        Kind kind = before.removed() ? Kind.APPEARED : AppointmentDiff.kind(known, now, fields);
        return Optional.of(change(kind, fields, before, after, attribution));
    }

    private AppointmentChange firstSight(Appointment seen, Instant fetchedAt, boolean inWindow, Attribution attribution) {
        String creator = attribution.creator().apply(seen).orElse(null);
        AppointmentRow row = new AppointmentRow(
                seen, 1, statusSince(seen, fetchedAt), creator, fetchedAt, fetchedAt, inWindow, false);
        boolean isNew = creator != null || seen.dateAdded() != null && !seen.dateAdded().isBefore(watchedSince);
        rows.put(seen.id(), row);
        String cause = creator != null ? creator : attribution.cause().apply(seen.id()).orElse(null);
        return new AppointmentChange(isNew ? Kind.APPEARED : Kind.SNAPSHOT, List.of(), null, row, cause);
    }

    private AppointmentChange change(
            Kind kind, List<String> fields, AppointmentRow before, AppointmentRow after, Attribution attribution) {
        rows.put(after.id(), after);
        readBecauseOf.remove(after.id());
        return new AppointmentChange(kind, fields, before, after, attribution.cause().apply(after.id()).orElse(null));
    }

    /// Whether the row belongs into the window of the owner, so that its absence is worth a question.
    private boolean shouldBeIn(AppointmentRow row, WindowSnapshot<Appointment> snapshot) {
        Appointment known = row.appointment();
        return !row.removed()
                && isOwnedBy(known, snapshot.owner())
                && overlaps(known, snapshot.window())
                && !snapshot.begunAt().isBefore(lastSight(row));
    }

    private static boolean isOwnedBy(Appointment appointment, WindowOwner owner) {
        return switch (owner.kind()) {
            case CALENDAR -> owner.id().equals(appointment.calendarId());
            case USER -> owner.id().equals(appointment.assignedUserId());
            case GROUP -> owner.id().equals(appointment.groupId());
        };
    }

    private static boolean overlaps(Appointment appointment, Window window) {
        if (appointment.startTime() == null) {
            return false;
        }
        Instant start = appointment.startTime().toInstant();
        Instant end = appointment.endTime() == null ? start : appointment.endTime().toInstant();
        return window.overlaps(start, end);
    }

    private static boolean isOlder(Appointment seen, AppointmentRow before) {
        Instant known = before.appointment().dateUpdated();
        return seen.dateUpdated() != null && known != null && seen.dateUpdated().isBefore(known);
    }

    private static Instant statusSince(Appointment seen, Instant fetchedAt) {
        return seen.dateUpdated() != null ? seen.dateUpdated() : fetchedAt;
    }

    private void watchFrom(Instant begunAt) {
        if (watchedSince == null) {
            watchedSince = begunAt;
        }
    }

    private void sighted(String id, Instant begunAt) {
        sightedAt.merge(id, begunAt, (known, seen) -> known.isBefore(seen) ? seen : known);
    }

    private Instant lastSight(AppointmentRow row) {
        Instant sighted = sightedAt.getOrDefault(row.id(), Instant.MIN);
        return sighted.isAfter(row.fetchedAt()) ? sighted : row.fetchedAt();
    }
}
