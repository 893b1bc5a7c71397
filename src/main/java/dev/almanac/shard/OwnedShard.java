package dev.almanac.shard;

import dev.almanac.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A shard while this loop owns it: the state machine, what it is still to be told, and what it wants written.
final class OwnedShard {
    final int partition;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<Write> unwritten = new ArrayList<>();
    private final List<Call> unsent = new ArrayList<>();
    private Shard shard;
    private Intake intake;
    private long locationsVersion;
    private long committedPosition;
    private int inFlight;
    private volatile boolean owned = true;

    OwnedShard(int partition) {
        this.partition = partition;
    }

    /// The past is restored: from now on it decides.
    void activate(Shard restored, Intake intake) {
        this.shard = restored;
        this.intake = intake;
        this.committedPosition = intake.position();
    }

    boolean isActive() {
        return shard != null;
    }

    /// Whether calls may still be sent for it. Asked by the threads that send them.
    boolean isOwned() {
        return owned;
    }

    /// From now on no call is sent for it.
    void giveUp() {
        owned = false;
    }

    void received(List<ConsumerRecord<byte[], byte[]>> polled) {
        records.addAll(polled);
    }

    void finished(Input.CallFinished finished) {
        inFlight--;
        inputs.add(finished);
    }

    void locations(long version, Map<String, Location> locations) {
        locationsVersion = version;
        inputs.add(new Input.LocationsChanged(locations));
    }

    long locationsVersion() {
        return locationsVersion;
    }

    void decide(Instant now) {
        Intake.Taken taken = intake.take(List.copyOf(records), now);
        records.clear();
        unwritten.addAll(taken.writes());
        inputs.addAll(taken.inputs());
        Decision decision = shard.decide(List.copyOf(inputs), now, owned);
        inputs.clear();
        unwritten.addAll(decision.writes());
        unsent.addAll(decision.calls());
    }

    boolean hasToCommit() {
        return !unwritten.isEmpty() || intake.position() != committedPosition;
    }

    List<Write> unwritten() {
        return unwritten;
    }

    /// The offset to commit: everything below is decided, or in the journal.
    long position() {
        return intake.position();
    }

    /// The turn is durable: its calls may go out.
    List<Call> committed() {
        committedPosition = intake.position();
        unwritten.clear();
        List<Call> calls = List.copyOf(unsent);
        unsent.clear();
        inFlight += calls.size();
        return calls;
    }

    int inFlight() {
        return inFlight;
    }

    int waiting() {
        return shard == null ? 0 : shard.waiting();
    }

    int inDoubt() {
        return shard == null ? 0 : shard.inDoubt();
    }

    /// Whether more commands would only pile up.
    boolean isFull(ShardSettings settings) {
        return intake.isFull() || shard.waiting() >= settings.maxWaiting();
    }
}
