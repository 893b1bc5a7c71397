package dev.almanac.shard;

import dev.almanac.calendar.Appointment;
import dev.almanac.change.WindowSnapshot;
import java.util.ArrayDeque;
import java.util.Queue;

/// Answers to polls that wait to be taken in, a part at a time, in the order in which they came.
final class Listings {
    private static final int PART = 50;

    private final Queue<WindowSnapshot<Appointment>> waiting = new ArrayDeque<>();
    /// Of the first of them.
    private int done;

    /// @param isLast of its answer, all of which has been taken in with it
    record Part(WindowSnapshot<Appointment> part, WindowSnapshot<Appointment> whole, boolean isLast) {}

    void add(WindowSnapshot<Appointment> whole) {
        waiting.add(whole);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Takes the next part, which is empty where the answer is.
    Part next() {
        WindowSnapshot<Appointment> whole = waiting.element();
        int entries = whole.entries().size();
        int until = Math.min(entries, done + PART);
        Part next = new Part(whole.part(done, until), whole, until == entries);
        done = until;
        if (next.isLast()) {
            waiting.remove();
            done = 0;
        }
        return next;
    }
}
