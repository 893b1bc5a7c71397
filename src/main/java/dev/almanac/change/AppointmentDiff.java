package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.AppointmentChange.Kind;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// How an appointment differs from what was known of it. Members that this version does not know do not count.
final class AppointmentDiff {
    private static final Set<String> REASSIGNING =
            Set.of("assignedUserId", "users", "calendarId", "groupId", "assignedResources");

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
        compareTimes(fields, "startTime", before.startTime(), after.startTime());
        compareTimes(fields, "endTime", before.endTime(), after.endTime());
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

    /// What was seen, with members that it leaves out taken from before, and times as they were told before where
    /// they are the same instants. Lists and single reads do not tell the same members, nor all in the same way, so
    /// while `dateUpdated` stands still an absent member is not a removed one and another offset is no change. Only whom it
    /// is assigned to is taken as told: that is told everywhere, decides whose lists it is in, and can be changed twice
    /// within the second that `dateUpdated` may count in.
    static Appointment filledFrom(Appointment before, Appointment seen) {
        return new Appointment(
                seen.id(),
                seen.locationId(),
                or(seen.calendarId(), before.calendarId()),
                or(seen.contactId(), before.contactId()),
                or(seen.groupId(), before.groupId()),
                or(seen.title(), before.title()),
                or(seen.status(), before.status()),
                seen.assignedUserId(),
                orList(seen.users(), before.users()),
                or(seen.address(), before.address()),
                or(seen.description(), before.description()),
                or(seen.notes(), before.notes()),
                or(seen.recurring(), before.recurring()),
                orList(seen.rrule(), before.rrule()),
                or(seen.masterEventId(), before.masterEventId()),
                orTime(seen.startTime(), before.startTime()),
                orTime(seen.endTime(), before.endTime()),
                or(seen.dateAdded(), before.dateAdded()),
                or(seen.dateUpdated(), before.dateUpdated()),
                orList(seen.assignedResources(), before.assignedResources()),
                or(seen.createdBy(), before.createdBy()),
                seen.deleted(),
                seen.extra());
    }

    /// Whether one is a later version than the other, as far as both tell.
    static boolean isNewer(Appointment one, Appointment other) {
        return one.dateUpdated() != null && other.dateUpdated() != null
                && one.dateUpdated().isAfter(other.dateUpdated());
    }

    /// Whether something that was known is not told.
    static boolean leavesOut(Appointment known, Appointment seen) {
        Iterator<Object> told = comparable(seen).iterator();
        return comparable(known).stream().anyMatch(before -> isTold(before) & !isTold(told.next()));
    }

    /// What counts of an appointment when two are compared.
    static List<Object> comparable(Appointment seen) {
        return Arrays.asList(
                seen.calendarId(), seen.contactId(), seen.groupId(), seen.title(), seen.status(), seen.assignedUserId(),
                seen.users(), seen.address(), seen.description(), seen.notes(), seen.recurring(), seen.rrule(),
                seen.masterEventId(), seen.startTime(), seen.endTime(), seen.dateAdded(), seen.dateUpdated(),
                seen.assignedResources(), seen.createdBy(), seen.deleted());
    }

    private static boolean moved(OffsetDateTime before, OffsetDateTime after) {
        return before == null || after == null ? before != after : !before.isEqual(after);
    }

    private static boolean isTold(Object member) {
        return member != null && !List.of().equals(member);
    }

    private static void compare(List<String> fields, String name, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            fields.add(name);
        }
    }

    /// Another offset is the same instant.
    private static void compareTimes(List<String> fields, String name, OffsetDateTime before, OffsetDateTime after) {
        if (moved(before, after)) {
            fields.add(name);
        }
    }

    private static <T> T or(T seen, T before) {
        return seen != null ? seen : before;
    }

    private static OffsetDateTime orTime(OffsetDateTime seen, OffsetDateTime before) {
        return seen == null || before != null && seen.isEqual(before) ? before : seen;
    }

    private static List<String> orList(List<String> seen, List<String> before) {
        return seen.isEmpty() ? before : seen;
    }
}
