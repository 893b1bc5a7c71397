package dev.almanac.change;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a look at the calendar has shown.
///
/// @param changes in the order of the entries; each is already taken into account
/// @param toRead  ids to be read before anything is said about them
public record Findings(List<AppointmentChange> changes, Set<String> toRead) {
    public Findings {
        changes = List.copyOf(changes);
        toRead = Collections.unmodifiableSet(new LinkedHashSet<>(toRead));
    }
}
