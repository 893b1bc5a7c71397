package dev.almanac.promise;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The changes of an appointment are numbered without gap or repeat, each begins where the one before ended, and taken
/// together they give the rows.
final class UnbrokenSequences implements Promise {
    @Override
    public List<String> broken(Aftermath aftermath) {
        List<String> broken = new ArrayList<>();
        Map<String, AppointmentRow> folded = new HashMap<>();
        for (AppointmentChange change : aftermath.changes()) {
            String id = change.after().id();
            AppointmentRow before = folded.put(id, change.after());
            long follows = before == null ? 0 : before.sequence();
            if (change.after().sequence() != follows + 1) {
                broken.add("%s: change %d follows %d".formatted(id, change.after().sequence(), follows));
            } else if (!Objects.equals(change.before(), before)) {
                broken.add("%s: change %d does not begin where the one before ended".formatted(id, follows + 1));
            }
        }
        if (!folded.equals(aftermath.rows())) {
            broken.add("the changes do not add up to the rows");
        }
        return broken;
    }
}
