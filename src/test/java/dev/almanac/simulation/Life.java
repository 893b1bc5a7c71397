package dev.almanac.simulation;

import dev.almanac.command.DuplicateBooking;
import dev.almanac.shard.Call;
import dev.almanac.shard.Decision;
import dev.almanac.shard.Handover;
import dev.almanac.shard.Input;
import dev.almanac.shard.Shard;
import dev.almanac.shard.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One owner of the shard from taking it over to losing it: what it knows, is told, and wants written.
final class Life {
    final int number;
    final List<Input> inputs = new ArrayList<>();
    final List<Write> unwritten = new ArrayList<>();
    final List<Call> unsent = new ArrayList<>();
    final List<DuplicateBooking> alarms = new ArrayList<>();
    private final Shard shard;
    long position;
    long committedPosition;

    /// The process runs; otherwise nothing of it happens any more, except what is already on its way.
    boolean alive = true;

    /// It runs, but does nothing for a while.
    boolean frozen;

    /// It believes that the shard is its own.
    boolean owned = true;

    Life(int number, Shard shard, long position) {
        this.number = number;
        this.shard = shard;
        this.position = position;
        this.committedPosition = -1; // the first turn is committed, whatever it brings
    }

    void decide(Instant now) {
        Decision decision = shard.decide(List.copyOf(inputs), now, owned);
        inputs.clear();
        unwritten.addAll(decision.writes());
        unsent.addAll(decision.calls());
        alarms.addAll(decision.duplicates());
    }

    /// How it leaves the shard if nothing more comes of it.
    Handover left(Instant now) {
        return owned ? new Handover.Unannounced() : shard.handover(now);
    }

    boolean hasToCommit() {
        return !unwritten.isEmpty() || position != committedPosition;
    }

    void committed() {
        unwritten.clear();
        committedPosition = position;
    }

    void end() {
        alive = false;
        owned = false;
    }
}
