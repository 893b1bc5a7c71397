package dev.almanac.shard;

import dev.almanac.command.DuplicateBooking;
import java.util.List;

/// What a shard wants done in a turn: all the writes in one transaction, and the calls only after it is committed.
public record Decision(List<Part> parts) {
    /// What one location wants: all of it, or none.
    ///
    /// @param duplicates what somebody has to be told
    public record Part(
            String locationId, List<Write> writes, List<Call> calls, List<DuplicateBooking> duplicates) {
        public Part {
            writes = List.copyOf(writes);
            calls = List.copyOf(calls);
            duplicates = List.copyOf(duplicates);
        }
    }

    public Decision {
        parts = List.copyOf(parts);
    }

    public List<Write> writes() {
        return parts.stream().flatMap(part -> part.writes().stream()).toList();
    }

    public List<DuplicateBooking> duplicates() {
        return parts.stream().flatMap(part -> part.duplicates().stream()).toList();
    }

    public List<Call> calls() {
        return parts.stream().flatMap(part -> part.calls().stream()).toList();
    }
}
