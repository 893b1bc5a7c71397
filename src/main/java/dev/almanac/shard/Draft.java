package dev.almanac.shard;

import dev.almanac.command.Defect;
import dev.almanac.command.DuplicateBooking;
import java.util.ArrayList;
import java.util.List;

/// What one location wants, while a turn is being decided.
final class Draft {
    final List<Write> writes = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<DuplicateBooking> duplicates = new ArrayList<>();
    /// For the log only.
    final List<Defect> defects = new ArrayList<>();

    /// All that is wanted instead where nothing can be decided.
    static Draft of(List<Write> writes) {
        Draft draft = new Draft();
        draft.writes.addAll(writes);
        return draft;
    }

    Decision.Part part(String locationId) {
        return new Decision.Part(locationId, writes, calls, duplicates);
    }
}
