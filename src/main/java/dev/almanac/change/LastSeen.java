package dev.almanac.change;

import static dev.almanac.change.AppointmentDiff.isNewer;

import dev.almanac.calendar.Appointment;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What is known of one location's appointments, and how each look at the calendar changes it.
///
/// A list tells what is there; it never proves that something is gone. Whatever is missing, marked deleted, back
/// after a removal, different without a newer `dateUpdated`, or newer but with less told, is named to be read by id,
/// and only that reading decides. One owner; not thread-safe.
public final class LastSeen {
    private static final int ABSENT = 0;
    private static final int DELETED = 1;
    private static final int BACK = 2;
    private final Map<String, AppointmentRow> rows = new HashMap<>();
    private final Sights sights = new Sights();
    private final Questions questions = new Questions();
    private final Watch watch = new Watch();

    /// Takes over a row as it was last written.
    public void restore(AppointmentRow row) {
        rows.put(row.id(), row);
        watch.restore(row);
    }

    /// Takes in a window of the calendar, or a part of it.
    public Findings listed(WindowSnapshot<Appointment> snapshot, Attribution attribution) {
        watch.listed(snapshot.owner(), snapshot.begunAt());
        List<AppointmentChange> changes = new ArrayList<>();
        Set<String> toRead = new LinkedHashSet<>();
        for (Appointment seen : snapshot.entries()) {
            Judgement judgement = judge(seen, snapshot);
            switch (judgement) {
                case TAKE -> take(seen, snapshot.look(), snapshot.owner(), true, attribution).ifPresent(changes::add);
                case READ -> toRead.add(seen.id());
                case KNOWN, OUTDATED -> {}
            }
            if (judgement != Judgement.OUTDATED && !seen.deleted()) {
                sights.sighted(seen.id(), snapshot.begunAt());
            }
        }
        return new Findings(changes, toRead);
    }

    /// What should be in a window, all of which was taken in, and is not: to be read by id.
    public List<String> missing(WindowSnapshot<Appointment> whole) {
        Set<String> present = whole.entries().stream().map(Appointment::id).collect(Collectors.toSet());
        return rows.values().stream()
                .filter(row -> !present.contains(row.id()) && shouldBeIn(row, whole))
                .filter(row -> questions.isWorthAsking(row.id(), whole.owner(), ABSENT, whole.begunAt()))
                .map(AppointmentRow::id)
                .toList();
    }

    /// Takes in an appointment read by id, which outweighs lists unless they were begun later.
    ///
    /// @param polled whether an appointment lies in what is polled: one that does not is told as such
    public Optional<AppointmentChange> read(
            Appointment seen,
            Instant begunAt,
            Instant fetchedAt,
            Predicate<Appointment> polled,
            Attribution attribution) {
        watch.looked(begunAt);
        if (seen.deleted()) {
            return gone(seen.id(), begunAt, fetchedAt, attribution);
        }
        AppointmentRow before = rows.get(seen.id());
        if (before != null && before.outdates(seen, begunAt)) {
            return Optional.empty();
        }
        sights.sighted(seen.id(), begunAt);
        return take(seen, new Look(begunAt, fetchedAt), null, polled.test(seen), attribution);
    }

    /// Takes in that an appointment is not there when read by id.
    public Optional<AppointmentChange> gone(String id, Instant begunAt, Instant fetchedAt, Attribution attribution) {
        AppointmentRow before = rows.get(id);
        if (before == null || before.removed()) {
            return Optional.empty();
        }
        if (begunAt.isBefore(sights.last(before))) {
            questions.forget(id);
            return Optional.empty();
        }
        return Optional.of(
                change(Kind.REMOVED, List.of("removed"), before, before.removedAt(fetchedAt), new Look(begunAt, fetchedAt), attribution));
    }

    /// Forgets, and names, some of those that are gone, or over, and have been as they are since before an instant.
    ///
    /// @param most how many at once
    public List<String> forget(Instant before, int most) {
        List<String> over = rows.values().stream()
                .filter(row -> row.isOverSince(before))
                .limit(most)
                .map(AppointmentRow::id)
                .toList();
        over.forEach(id -> {
            rows.remove(id);
            sights.forget(id);
            questions.forget(id);
        });
        return over;
    }

    /// Whether an absence that was doubtful is one no more: it has been there since an answer was asked for then, or is gone.
    public boolean isSettledSince(String id, Instant begunAt) {
        AppointmentRow row = rows.get(id);
        return row == null || row.removed() || begunAt.isBefore(sights.last(row));
    }

    public Optional<AppointmentRow> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /// All rows, the removed ones included.
    public Collection<AppointmentRow> rows() {
        return Collections.unmodifiableCollection(rows.values());
    }

    private enum Judgement {
        /// Tells something new that may be believed.
        TAKE,
        /// To be decided by a reading.
        READ,
        /// Tells nothing new, or what a reading was asked about a short while ago.
        KNOWN,
        /// Tells less than is known: no proof even that the appointment was still there.
        OUTDATED
    }

    private Judgement judge(Appointment seen, WindowSnapshot<Appointment> snapshot) {
        AppointmentRow before = rows.get(seen.id());
        if (before == null) {
            return seen.deleted() ? Judgement.OUTDATED : Judgement.TAKE;
        }
        if (before.removed()) {
            boolean mayBeBack = !seen.deleted() && !snapshot.begunAt().isBefore(before.fetchedAt());
            return mayBeBack ? ask(seen, BACK, snapshot) : Judgement.OUTDATED;
        }
        if (seen.deleted()) {
            return ask(seen, DELETED, snapshot);
        }
        if (isNewer(before.appointment(), seen)) {
            return Judgement.OUTDATED;
        }
        Appointment known = before.appointment();
        Appointment filled = AppointmentDiff.filledFrom(known, seen);
        if (AppointmentDiff.changedFields(known, filled).isEmpty()) {
            questions.agreed(seen.id(), snapshot.owner());
            return Judgement.KNOWN;
        }
        // Where a newer row leaves something out, only a reading tells whether that is gone or just not listed.
        return isNewer(seen, known) && !AppointmentDiff.leavesOut(known, seen)
                ? Judgement.TAKE
                : ask(seen, AppointmentDiff.comparable(filled).hashCode(), snapshot);
    }

    private Judgement ask(Appointment seen, int about, WindowSnapshot<Appointment> snapshot) {
        return questions.isWorthAsking(seen.id(), snapshot.owner(), about, snapshot.begunAt())
                ? Judgement.READ
                : Judgement.KNOWN;
    }

    /// @param shownBy whose list shows it; null if it was read by id
    private Optional<AppointmentChange> take(
            Appointment seen, Look look, WindowOwner shownBy, boolean inWindow, Attribution attribution) {
        AppointmentRow before = rows.get(seen.id());
        if (before == null) {
            return Optional.of(firstSight(seen, look, shownBy, inWindow, attribution));
        }
        Appointment known = before.appointment();
        Appointment now = isNewer(seen, known) ? seen : AppointmentDiff.filledFrom(known, seen);
        List<String> fields = AppointmentDiff.changedFields(known, now);
        if (before.removed()) {
            fields.add("removed");
        } else if (fields.isEmpty()) {
            return Optional.empty();
        }
        Instant fetchedAt = look.fetchedAt();
        Instant statusSince = fields.contains("appointmentStatus") ? statusSince(now, fetchedAt) : before.statusSince();
        // A long answer is taken in over several turns, during which a later one may have come.
        Instant at = fetchedAt.isBefore(before.fetchedAt()) ? before.fetchedAt() : fetchedAt;
        AppointmentRow after = new AppointmentRow(
                now, before.sequence() + 1, statusSince, creator(before, now, attribution), before.firstSeenAt(),
                at, inWindow, false);
        Kind kind = before.removed() ? Kind.APPEARED : AppointmentDiff.kind(known, now, fields);
        return Optional.of(change(kind, fields, before, after, look, attribution));
    }

    private AppointmentChange firstSight(
            Appointment seen, Look look, WindowOwner shownBy, boolean inWindow, Attribution attribution) {
        String creator = attribution.creator().apply(seen).orElse(null);
        Instant fetchedAt = look.fetchedAt();
        AppointmentRow row =
                new AppointmentRow(seen, 1, statusSince(seen, fetchedAt), creator, fetchedAt, fetchedAt, inWindow, false);
        boolean isNew = creator != null || watch.isNew(seen, shownBy);
        rows.put(seen.id(), row);
        // Asked in any case: with this, what the command behind it did is told.
        String behind = attribution.cause().of(row, look).orElse(null);
        return new AppointmentChange(isNew ? Kind.APPEARED : Kind.SNAPSHOT, List.of(), null, row, creator != null ? creator : behind);
    }

    /// A list may leave out the text that names the creator. A text that was there and named nobody cannot name one
    /// later: anybody can write into it.
    private static String creator(AppointmentRow before, Appointment now, Attribution attribution) {
        boolean textIsNew = before.appointment().description() == null;
        return before.createCommandId() == null && textIsNew
                ? attribution.creator().apply(now).orElse(null)
                : before.createCommandId();
    }

    private AppointmentChange change(
            Kind kind, List<String> fields, AppointmentRow before, AppointmentRow after, Look look,
            Attribution attribution) {
        rows.put(after.id(), after);
        questions.forget(after.id());
        String cause = attribution.cause().of(after, look).orElse(null);
        return new AppointmentChange(kind, fields, before, after, cause);
    }

    /// Whether the row belongs into the window of the owner, so that its absence is worth a question.
    private boolean shouldBeIn(AppointmentRow row, WindowSnapshot<Appointment> snapshot) {
        Appointment known = row.appointment();
        return !row.removed()
                && known.isOf(snapshot.owner())
                && known.overlaps(snapshot.window())
                && !snapshot.begunAt().isBefore(sights.last(row));
    }

    private static Instant statusSince(Appointment seen, Instant fetchedAt) {
        return seen.dateUpdated() != null ? seen.dateUpdated() : fetchedAt;
    }
}
