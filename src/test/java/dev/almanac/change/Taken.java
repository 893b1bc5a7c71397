package dev.almanac.change;

import dev.almanac.calendar.Appointment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A list taken in whole, as one step.
final class Taken {
    private Taken() {}

    static Findings at(LastSeen lastSeen, WindowSnapshot<Appointment> whole, Attribution attribution) {
        return inParts(lastSeen, whole, attribution, Math.max(1, whole.entries().size()));
    }

    static Findings inParts(
            LastSeen lastSeen, WindowSnapshot<Appointment> whole, Attribution attribution, int size) {
        List<AppointmentChange> changes = new ArrayList<>();
        Set<String> toRead = new LinkedHashSet<>();
        int entries = whole.entries().size();
        for (int from = 0; from < entries; from += size) {
            Findings part = lastSeen.listed(whole.part(from, Math.min(entries, from + size)), attribution);
            changes.addAll(part.changes());
            toRead.addAll(part.toRead());
        }
        toRead.addAll(lastSeen.missing(whole));
        return new Findings(changes, toRead);
    }
}
