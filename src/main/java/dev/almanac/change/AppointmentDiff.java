package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.AppointmentChange.Kind;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How an appointment differs from what was known of it. Members that this version does not know do not count.
final class AppointmentDiff {
    private static final Set<String> REASSIGNING = Set.of("assignedUserId", "users", "calendarId", "groupId", "assignedResources");

    private AppointmentDiff() {}

    /// The names of the members that differ, as in the schema.
    static List<String> changedFields(Appointment before, Appointment after) {
        List<String> fields = new ArrayList<>();
        compare(fields, "calendarId", before.calendarId(), after.calendarId());
        compare(fields, "contactId", before.contactId(), after.contactId());
        compare(fields, "groupId", before.groupId(), after.groupId());
        compare(fields, "title", before.title(), after.title());
        compare(fields, "appointmentStatus", before.status(), after.status());
        compare(fields, "assignedUserId", before.assignedUserId(), after.assignedUserId());
        compare(fields, "users", before.users(), after.users());
        compare(fields, "address", before.address(), after.address());
        compare(fields, "description", before.description(), after.description());
        compare(fields, "notes", before.notes(), after.notes());
        compare(fields, "isRecurring", before.recurring(), after.recurring());
        compare(fields, "rrule", before.rrule(), after.rrule());
        compare(fields, "masterEventId", before.masterEventId(), after.masterEventId());
        compare(fields, "startTime", before.startTime(), after.startTime());
        compare(fields, "endTime", before.endTime(), after.endTime());
        compare(fields, "dateAdded", before.dateAdded(), after.dateAdded());
        compare(fields, "dateUpdated", before.dateUpdated(), after.dateUpdated());
        compare(fields, "assignedResources", before.assignedResources(), after.assignedResources());
        compare(fields, "createdBy", before.createdBy(), after.createdBy());
        compare(fields, "deleted", before.deleted(), after.deleted());
        return fields;
    }

    /// The most telling name for a difference. A start told in another offset is the same instant, and no rescheduling.
    static Kind kind(Appointment before, Appointment after, List<String> changedFields) {
        if (moved(before.startTime(), after.startTime()) || moved(before.endTime(), after.endTime())) {
            return Kind.RESCHEDULED;
        }
        if (changedFields.contains("appointmentStatus")) {
            return Kind.STATUS_CHANGED;
        }
        return changedFields.stream().anyMatch(REASSIGNING::contains) ? Kind.REASSIGNED : Kind.EDITED;
    }

    /// What was seen, with members that it leaves out taken from before. Lists and single reads do not carry the same
    /// members, so while `dateUpdated` stands still an absent member is not a removed one.
    static Appointment filledFrom(Appointment before, Appointment seen) {
        return new Appointment(
                seen.id(),
                seen.locationId(),
                or(seen.calendarId(), before.calendarId()),
                or(seen.contactId(), before.contactId()),
                or(seen.groupId(), before.groupId()),
                or(seen.title(), before.title()),
                or(seen.status(), before.status()),
                or(seen.assignedUserId(), before.assignedUserId()),
                orList(seen.users(), before.users()),
                or(seen.address(), before.address()),
                or(seen.description(), before.description()),
                or(seen.notes(), before.notes()),
                or(seen.recurring(), before.recurring()),
                orList(seen.rrule(), before.rrule()),
                or(seen.masterEventId(), before.masterEventId()),
                or(seen.startTime(), before.startTime()),
                or(seen.endTime(), before.endTime()),
                or(seen.dateAdded(), before.dateAdded()),
                or(seen.dateUpdated(), before.dateUpdated()),
                orList(seen.assignedResources(), before.assignedResources()),
                or(seen.createdBy(), before.createdBy()),
                seen.deleted(),
                seen.extra());
    }

    private static boolean moved(OffsetDateTime before, OffsetDateTime after) {
        return before == null || after == null ? before != after : !before.isEqual(after);
    }

    private static void compare(List<String> fields, String name, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            fields.add(name);
        }
    }

    private static <T> T or(T seen, T before) {
        return seen != null ? seen : before;
    }

    private static List<String> orList(List<String> seen, List<String> before) {
        return seen.isEmpty() ? before : seen;
    }
}
