package dev.almanac.shard;

import dev.almanac.command.DuplicateBooking;
import dev.almanac.location.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A shard while this loop owns it: the state machine, what it is still to be told, and what it wants written.
final class OwnedShard {
    private static final long NEVER = -1;

    final int partition;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private final List<Input> inputs = new ArrayList<>();
    private final Outbox outbox;
    private final List<Unsent> unsent = new ArrayList<>();
    private final List<DuplicateBooking> duplicates = new ArrayList<>();
    private Shard shard;
    private Intake intake;
    private long locationsVersion;
    private long committedPosition = NEVER;
    private String note = "";
    private int inFlight;
    private volatile boolean owned = true;
    private volatile String trouble;

    /// A call that waits for its turn to be committed.
    record Unsent(Call call, Instant decidedAt) {}

    OwnedShard(int partition, BiFunction<Write, Integer, ProducerRecord<byte[], byte[]>> encoder) {
        this.partition = partition;
        this.outbox = new Outbox(write -> encoder.apply(write, partition));
    }

    /// The past is restored: from now on it decides.
    void activate(Shard restored, Intake intake) {
        this.shard = restored;
        this.intake = intake;
    }

    boolean isActive() {
        return shard != null;
    }

    /// Whether calls may still be sent for it. Asked by the threads that send them.
    boolean isOwned() {
        return owned;
    }

    /// From now on no call is sent for it. What an aborted turn wanted to call comes back as not sent, so that the next
    /// owner does not have to look for its effect.
    void giveUp(Instant now) {
        owned = false;
        unsent.forEach(each -> inputs.add(new Input.CallFinished(
                each.call(), Calls.notSent(each.call().request(), "the shard was given up"), now)));
        unsent.clear();
    }

    /// Why it cannot be restored, or cannot take commands in, at present, or null.
    String trouble() {
        return trouble == null && intake != null && intake.waitsForRegistry()
                ? "the schema registry does not answer, and commands of shard " + partition + " wait for it"
                : trouble;
    }

    void trouble(String reason) {
        trouble = reason;
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
        outbox.addAll(taken.writes());
        inputs.addAll(taken.inputs());
        for (Decision.Part part : shard.decide(List.copyOf(inputs), now, owned).parts()) {
            try {
                outbox.addAll(part.writes());
                part.calls().forEach(call -> unsent.add(new Unsent(call, now)));
                duplicates.addAll(part.duplicates());
            } catch (RuntimeException defect) {
                outbox.addAll(shard.setAside(part.locationId(), inputs, defect));
            }
        }
        inputs.clear();
        note = owned ? "" : HandoverNote.write(shard.handover(now).busyUntil());
    }

    /// What has been found booked twice since the last call.
    List<DuplicateBooking> drainDuplicates() {
        List<DuplicateBooking> drained = List.copyOf(duplicates);
        duplicates.clear();
        return drained;
    }

    /// The first turn is committed whatever it brings, before any call: it takes the predecessor's note away, which would
    /// otherwise be taken for ours. So is the last one, which leaves ours.
    boolean hasToCommit() {
        return !outbox.isEmpty() || intake.position() != committedPosition || !note.isEmpty();
    }

    Outbox outbox() {
        return outbox;
    }

    /// The offset to commit: everything below is decided, or in the journal.
    long position() {
        return intake.position();
    }

    /// What is committed with it: while it is owned nothing, then what the next owner has to know.
    String note() {
        return note;
    }

    /// The turn is durable: its calls may go out.
    List<Unsent> committed() {
        committedPosition = intake.position();
        outbox.clear();
        List<Unsent> calls = List.copyOf(unsent);
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

    List<LocationStatus> statuses(Instant now) {
        return shard == null ? List.of() : shard.statuses(now);
    }

    /// Locations that stand still because of a defect.
    int setAside() {
        return shard == null ? 0 : shard.setAside().size();
    }

    /// Whether more commands would only pile up.
    boolean isFull(ShardSettings settings) {
        return intake.isFull()
                || shard.waiting() >= settings.maxWaiting()
                || shard.weight() >= settings.maxWaitingBytes();
    }
}
