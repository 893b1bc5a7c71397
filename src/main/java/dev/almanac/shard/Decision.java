package dev.almanac.shard;

import java.util.List;

/// What a shard wants done in a turn: all the writes in one transaction, and the calls only after it is committed.
public record Decision(List<Write> writes, List<Call> calls) {
    public Decision {
        writes = List.copyOf(writes);
        calls = List.copyOf(calls);
    }
}
