package dev.almanac.simulation;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.BlockedTime;
import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.Window;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// The changes of an appointment are numbered without a gap, each begins where the last one ended, they add up to the
/// rows, and in calm the rows are what the calendar holds. Nothing is called removed that was there.
final class FaithfulFeed implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        Map<String, AppointmentRow> rows = evidence.topics().restored(0).appointments().stream()
                .collect(Collectors.toMap(AppointmentRow::id, row -> row));
        Map<String, AppointmentRow> folded = new HashMap<>();
        for (AppointmentChange change : evidence.topics().changes()) {
            AppointmentRow after = change.after();
            AppointmentRow before = folded.put(after.id(), after);
            if (after.sequence() != (before == null ? 1 : before.sequence() + 1)) {
                broken.add("%s: %d follows %s".formatted(
                        after.id(), after.sequence(), before == null ? "nothing" : before.sequence()));
            } else if (!Objects.equals(change.before(), before)) {
                broken.add("%s: %d does not begin where the one before ended".formatted(after.id(), after.sequence()));
            }
            if (change.kind() == AppointmentChange.Kind.REMOVED && !wasGone(evidence, after)) {
                broken.add("%s was called removed at %s, and was there".formatted(after.id(), after.fetchedAt()));
            }
        }
        if (!folded.equals(rows)) {
            broken.add("the changes do not add up to the rows");
        }
        evidence.topics().blockedTimes().stream()
                .filter(row -> row.removed() && !wasElsewhere(evidence, row))
                .forEach(row -> broken.add("blocked time %s was called removed at %s, and was there".formatted(
                        row.id(), row.fetchedAt())));
        World.TEAMS.keySet().forEach(location -> {
            Map<String, StoredEvent> truth = evidence.calendar()
                    .occurrences(location, evidence.end().plus(Duration.ofDays(400)))
                    .stream()
                    .filter(row -> !row.deleted())
                    .collect(Collectors.toMap(StoredEvent::id, row -> row));
            compareAppointments(evidence, location, truth, rows, broken);
            compareBlocks(evidence, location, truth, broken);
        });
        return broken;
    }

    /// Whether it was not there at some moment while the answer was under way.
    private static boolean wasGone(Evidence evidence, AppointmentRow row) {
        Instant earliest = row.fetchedAt().minus(World.CALL_DEADLINE);
        String series = InstanceId.seriesOf(row.id());
        if (!series.equals(row.id())) {
            // An instance goes with any change of its series, and when it is moved it comes back under another id.
            return evidence.calendar().ledger().effects().stream()
                    .anyMatch(effect -> InstanceId.seriesOf(effect.before() == null ? "" : effect.before().id()).equals(series)
                            && !effect.at().isAfter(row.fetchedAt()));
        }
        List<Ledger.Effect> all = evidence.calendar().ledger().effectsOf(row.id());
        for (int i = 0; i < all.size(); i++) {
            boolean over = i + 1 < all.size() && all.get(i + 1).at().isBefore(earliest);
            if (all.get(i).after().deleted() && !over && !all.get(i).at().isAfter(row.fetchedAt())) {
                return true;
            }
        }
        return false;
    }

    private static void compareAppointments(
            Evidence evidence,
            String location,
            Map<String, StoredEvent> truth,
            Map<String, AppointmentRow> rows,
            List<String> broken) {
        Window polled = polledAt(evidence.end());
        truth.values().stream()
                .filter(row -> row.isAppointment() && polled.overlaps(row.startsAt(), row.endsAt()))
                .filter(row -> !rows.containsKey(row.id()) || differs(rows.get(row.id()), row))
                .forEach(row -> broken.add("%s is in the calendar, and the feed says %s"
                        .formatted(row.members(), rows.get(row.id()))));
        rows.values().stream()
                .filter(row -> row.locationId().equals(location) && !row.removed())
                .filter(row -> row.appointment().overlaps(polled))
                .filter(row -> !truth.containsKey(row.id()) || differs(row, truth.get(row.id())))
                .forEach(row -> broken.add("the feed says %s, and in the calendar is %s"
                        .formatted(row, truth.get(row.id()))));
    }

    private static void compareBlocks(
            Evidence evidence, String location, Map<String, StoredEvent> truth, List<String> broken) {
        Window polled = polledAt(evidence.end());
        Map<String, BlockedTimeRow> blocks = evidence.topics().restored(0).blockedTimes().stream()
                .filter(row -> row.locationId().equals(location) && !row.removed())
                .collect(Collectors.toMap(BlockedTimeRow::id, row -> row));
        truth.values().stream()
                .filter(row -> !row.isAppointment() && polled.overlaps(row.startsAt(), row.endsAt()))
                .filter(row -> !blocks.containsKey(row.id()) || differs(blocks.get(row.id()), row))
                .forEach(row -> broken.add("blocked time %s is in the calendar, and the feed says %s"
                        .formatted(row.members(), blocks.get(row.id()))));
        blocks.values().stream()
                .filter(row -> row.blockedTime().overlaps(polled))
                .filter(row -> !truth.containsKey(row.id()) || differs(row, truth.get(row.id())))
                .forEach(row -> broken.add("the feed says %s of blocked time, and in the calendar is %s"
                        .formatted(row, truth.get(row.id()))));
    }

    /// Whether blocked time was in no window at some moment while the answer was under way.
    private static boolean wasElsewhere(Evidence evidence, BlockedTimeRow row) {
        Instant earliest = row.fetchedAt().minus(World.CALL_DEADLINE);
        List<Ledger.Effect> all = evidence.calendar().ledger().effectsOf(row.id());
        for (int i = 0; i < all.size(); i++) {
            StoredEvent then = all.get(i).after();
            boolean over = i + 1 < all.size() && all.get(i + 1).at().isBefore(earliest);
            boolean elsewhere = then.deleted() || !polledAt(row.fetchedAt()).overlaps(then.startsAt(), then.endsAt());
            if (elsewhere && !over && !all.get(i).at().isAfter(row.fetchedAt())) {
                return true;
            }
        }
        return false;
    }

    private static Window polledAt(Instant at) {
        return new Window(at.minus(World.POLLING.farPast()), at.plus(World.POLLING.farFuture()));
    }

    private static boolean differs(AppointmentRow row, StoredEvent truth) {
        Appointment told = row.appointment();
        return row.removed()
                || !told.startTime().toInstant().equals(truth.startsAt())
                || !told.endTime().toInstant().equals(truth.endsAt())
                || !Objects.equals(told.status(), truth.status())
                || !Objects.equals(told.calendarId(), truth.calendarId())
                || !Objects.equals(told.contactId(), truth.contactId())
                || !Objects.equals(told.assignedUserId(), truth.userId())
                || !Objects.equals(told.title(), truth.text("title"))
                || !Objects.equals(told.description(), truth.description())
                || !told.dateUpdated().equals(OffsetDateTime.parse(truth.text("dateUpdated")).toInstant());
    }

    private static boolean differs(BlockedTimeRow row, StoredEvent truth) {
        BlockedTime told = row.blockedTime();
        return !told.startTime().toInstant().equals(truth.startsAt())
                || !told.endTime().toInstant().equals(truth.endsAt())
                || !Objects.equals(told.title(), truth.text("title"));
    }
}
