package dev.almanac.shard;

import dev.almanac.kafka.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to the records of one shard's commands before they are commands: decoded, or put where they belong.
///
/// A record that cannot be decoded yet is held while later ones go on; the offset is held back with it, so that a
/// restart reads it again. What was accepted meanwhile is then read again too, and known.
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(500);

    private final Function<ConsumerRecord<byte[], byte[]>, DecodedCommand> decoder;
    private final Duration unknownSchemaGrace;
    private final int maxHeld;
    private final int shards;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Instant askAgainAt = Instant.MIN;
    private boolean registryDown;
    private long next;

    private static final class Held {
        final ConsumerRecord<byte[], byte[]> record;

        /// When the registry was first heard not to know its schema; null: not yet.
        Instant unknownSince;

        /// It is of a topic that was made anew since: no offset leads back to it.
        boolean ofTopicBefore;

        Held(ConsumerRecord<byte[], byte[]> record) {
            this.record = record;
        }
    }

    /// What records came to: inputs for the shard, and writes that need no decision.
    record Taken(List<Input> inputs, List<Write> writes) {}

    /// @param unknownSchemaGrace how long a schema id that the registry does not know may take to appear
    /// @param maxHeld            records that may be held
    /// @param position           offset of the first record that will come
    Intake(
            Function<ConsumerRecord<byte[], byte[]>, DecodedCommand> decoder,
            Duration unknownSchemaGrace,
            int maxHeld,
            int shards,
            long position) {
        this.decoder = decoder;
        this.unknownSchemaGrace = unknownSchemaGrace;
        this.maxHeld = maxHeld;
        this.shards = shards;
        this.next = position;
    }

    /// Takes in what was polled, and what had to be held if it is time to try again.
    Taken take(List<ConsumerRecord<byte[], byte[]>> records, Instant now) {
        Taken taken = new Taken(new ArrayList<>(), new ArrayList<>());
        if (!held.isEmpty() && !now.isBefore(askAgainAt)) {
            retry(taken, now);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < next) {
                LOG.warn(
                    "{}, partition {} goes on at offset {} after {}: it was made anew, or has lost records", record.topic(),
                    record.partition(), record.offset(), next - 1);
                taken.inputs().add(new Input.OffsetsBeganAnew());
                held.stream()
                        .filter(each -> each.record.offset() >= record.offset())
                        .forEach(each -> each.ofTopicBefore = true);
            }
            next = record.offset() + 1;
            Held newest = new Held(record);
            // While the registry is away nothing overtakes: order per appointment is worth more than a few cached
            // schemas.
            if (registryDown || !settle(newest, now, taken)) {
                hold(newest, now);
            }
        }
        return taken;
    }

    /// Up to here everything is decided, or accepted.
    long position() {
        return held.stream()
                .filter(each -> !each.ofTopicBefore)
                .findFirst()
                .map(each -> each.record.offset())
                .orElse(next);
    }

    boolean isFull() {
        return held.size() >= maxHeld;
    }

    /// Whether records wait because the registry did not answer when it was last asked.
    boolean waitsForRegistry() {
        return registryDown && !held.isEmpty();
    }

    int held() {
        return held.size();
    }

    private void hold(Held record, Instant now) {
        if (held.isEmpty()) {
            askAgainAt = now.plus(ASK_AGAIN_AFTER);
        }
        held.addLast(record);
    }

    private void retry(Taken taken, Instant now) {
        askAgainAt = now.plus(ASK_AGAIN_AFTER);
        registryDown = false;
        Iterator<Held> waiting = held.iterator();
        while (waiting.hasNext() && !registryDown) {
            if (settle(waiting.next(), now, taken)) {
                waiting.remove();
            }
        }
    }

    /// False where the record has to be held.
    private boolean settle(Held waiting, Instant now, Taken taken) {
        ConsumerRecord<byte[], byte[]> record = waiting.record;
        return switch (decode(record)) {
            case DecodedCommand.Command command -> {
                place(waiting, command, taken);
                yield true;
            }
            case DecodedCommand.Unreadable(String message) -> {
                taken.writes().add(new Write.DeadLetter(record, Write.DeadLetterReason.UNREADABLE, message));
                yield true;
            }
            case DecodedCommand.UnknownSchema(String message) -> {
                if (waiting.unknownSince == null) {
                    waiting.unknownSince = now;
                }
                boolean graceOver = !now.isBefore(waiting.unknownSince.plus(unknownSchemaGrace));
                if (graceOver) {
                    taken.writes().add(new Write.DeadLetter(record, Write.DeadLetterReason.UNKNOWN_SCHEMA, message));
                }
                yield graceOver;
            }
            case DecodedCommand.RegistryUnavailable _ -> {
                registryDown = true;
                yield false;
            }
        };
    }

    /// A defect costs the record that shows it, and nothing else: it would show again with every attempt.
    private DecodedCommand decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return decoder.apply(record);
        } catch (RuntimeException defect) {
            LOG.error("A defect: record {} of {} cannot be decoded", record.offset(), record.topic(), defect);
            return new DecodedCommand.Unreadable("decoding it failed: " + defect.getClass().getName());
        }
    }

    private void place(Held waiting, DecodedCommand.Command command, Taken taken) {
        ConsumerRecord<byte[], byte[]> record = waiting.record;
        int home = Placement.partitionOf(command.command().locationId(), shards);
        if (home == record.partition()) {
            // Its offset is of another count than those around it.
            List<Input> anew = waiting.ofTopicBefore ? List.of(new Input.OffsetsBeganAnew()) : List.of();
            taken.inputs().addAll(anew);
            taken.inputs().add(new Input.CommandReceived(command.command(), command.trace(), record));
            taken.inputs().addAll(anew);
        } else if (record.headers().lastHeader(Write.Forward.HEADER) == null) {
            taken.writes().add(new Write.Forward(record, home));
        } else {
            taken.writes().add(new Write.DeadLetter(
                    record,
                    Write.DeadLetterReason.MISPLACED,
                    "the location belongs to partition " + home + ", and the record was moved once already"));
        }
    }
}
