package dev.almanac.shard;

import dev.almanac.change.Poll;
import dev.almanac.change.WindowSnapshot;
import java.util.ArrayDeque;
import java.util.Queue;

/// Answers to polls that wait to be taken in, a part at a time, in the order in which they came.
final class Listings<T> {
    private static final int PART = 50;

    private final Queue<Listing<T>> waiting = new ArrayDeque<>();
    /// Of the first of them.
    private int done;

    private record Listing<T>(Poll poll, WindowSnapshot<T> whole) {}

    /// @param isLast of its answer, all of which has been taken in with it
    record Part<T>(Poll poll, WindowSnapshot<T> part, WindowSnapshot<T> whole, boolean isLast) {}

    void add(Poll poll, WindowSnapshot<T> whole) {
        waiting.add(new Listing<>(poll, whole));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// Takes the next part, which is empty where the answer is.
    Part<T> next() {
        Listing<T> first = waiting.element();
        WindowSnapshot<T> whole = first.whole();
        int entries = whole.entries().size();
        int until = Math.min(entries, done + PART);
        Part<T> next = new Part<>(first.poll(), whole.part(done, until), whole, until == entries);
        done = until;
        if (next.isLast()) {
            waiting.remove();
            done = 0;
        }
        return next;
    }
}
