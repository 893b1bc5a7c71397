package dev.almanac.shard;

import dev.almanac.change.AppointmentChange;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.command.Trace;
import java.util.ArrayList;
import java.util.List;

/// What the feed of a location has found since it was last written.
final class NewRows {
    private final List<Write> changes = new ArrayList<>();
    private final List<Write> blocks = new ArrayList<>();
    private int changed;

    /// An appointment has changed.
    void add(AppointmentChange change, Trace trace) {
        changes.add(new Write.AppointmentState(change.after(), trace));
        changes.add(new Write.Change(change, trace));
        changed++;
    }

    /// Blocked time has.
    void add(List<BlockedTimeRow> rows) {
        rows.forEach(row -> blocks.add(new Write.BlockedTimeState(row)));
        changed += rows.size();
    }

    int size() {
        return changed;
    }

    /// Hands them over.
    void drain(List<Write> writes) {
        writes.addAll(changes);
        writes.addAll(blocks);
        changes.clear();
        blocks.clear();
        changed = 0;
    }
}
