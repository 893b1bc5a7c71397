package dev.almanac.command;

import java.util.LinkedHashMap;
import java.util.List;

/// The last entry of each command that has changed since the journal was last written.
final class Unwritten {
    /// Many may end at the same moment, because they expire or their location is gone. All of them in one transaction would
    /// keep the other locations waiting, or never get through; what finds no room comes with the next turns.
    private static final int ROOM = 500;

    private final LinkedHashMap<String, JournalEntry> entries = new LinkedHashMap<>();

    void put(JournalEntry entry) {
        entries.put(entry.id().commandId(), entry);
    }

    boolean hasRoom() {
        return entries.size() < ROOM;
    }

    List<JournalEntry> drain() {
        List<JournalEntry> drained = List.copyOf(entries.values());
        entries.clear();
        return drained;
    }
}
