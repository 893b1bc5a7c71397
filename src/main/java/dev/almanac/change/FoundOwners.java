package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Calendars and users that there are, whether or not the settings name them.
public record FoundOwners(Set<String> calendars, Set<String> users) {
    public static final FoundOwners NONE = new FoundOwners(Set.of(), Set.of());

    public FoundOwners {
        calendars = Set.copyOf(calendars);
        users = Set.copyOf(users);
    }

    /// Those that the appointments of a location name; the removed ones do not count.
    public static FoundOwners named(Collection<AppointmentRow> rows) {
        return new FoundOwners(idsOf(rows, Appointment::calendarId), idsOf(rows, Appointment::assignedUserId));
    }

    /// These, and more calendars.
    public FoundOwners withCalendars(Set<String> more) {
        Set<String> all = new HashSet<>(calendars);
        all.addAll(more);
        return new FoundOwners(all, users);
    }

    private static Set<String> idsOf(Collection<AppointmentRow> rows, Function<Appointment, String> owner) {
        return rows.stream()
                .filter(row -> !row.removed())
                .map(row -> owner.apply(row.appointment()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
