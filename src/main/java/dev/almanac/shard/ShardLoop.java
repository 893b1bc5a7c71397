package dev.almanac.shard;

import dev.almanac.calendar.AccessToken;
import dev.almanac.calendar.CalendarApi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the shards that its group gives it, on a thread of its own, until it is closed. A failure of unknown extent costs a
/// new session: new clients, and every shard restored.
public final class ShardLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardLoop.class);

    private final Parts parts;
    private final Thread thread;
    private volatile ShardSession session;
    private volatile boolean closing;
    private volatile String failure;
    private volatile Instant progressAt;

    /// What a loop is made of.
    ///
    /// @param decoder a command record to what it turned out to be
    /// @param encoder a write of a shard (its partition) to the record that is sent
    /// @param tokens  access tokens by the name of a credential
    public record Parts(
            ShardTopics topics,
            ShardClients clients,
            LocationTable locations,
            CalendarApi api,
            Function<String, Optional<AccessToken>> tokens,
            Function<ConsumerRecord<byte[], byte[]>, DecodedCommand> decoder,
            BiFunction<Write, Integer, ProducerRecord<byte[], byte[]>> encoder,
            ShardRules rules,
            Duration unknownSchemaGrace,
            ShardMetrics metrics,
            LocationBoard board,
            InstantSource clock) {}

    /// How a loop is doing.
    ///
    /// @param progressAt when it last made a turn
    /// @param failure    why it is not working at present, or null
    /// @param joined     whether it belongs to the group
    /// @param owned      shards that the group gave it
    /// @param active     of these the ones that are restored and decide
    /// @param setAside   locations that stand still because of a defect
    /// @param ended      it has ended without having been closed, and will not come back by itself
    public record State(
            Instant progressAt,
            String failure,
            boolean joined,
            int owned,
            int active,
            int waiting,
            int inDoubt,
            int setAside,
            boolean ended) {}

    ShardLoop(int number, Parts parts) {
        this.parts = parts;
        this.progressAt = parts.clock().instant();
        this.thread = Thread.ofPlatform().name("shard-loop-" + number).start(this::run);
    }

    /// Safe to ask from any thread.
    public State state() {
        ShardSession current = session;
        OwnedShards.Counts counts = current == null ? OwnedShards.Counts.NONE : current.counts();
        return new State(
                progressAt, failure == null ? counts.trouble() : failure, counts.joined(), counts.owned(), counts.active(), counts.waiting(), counts.inDoubt(),
                counts.setAside(), !closing && !thread.isAlive());
    }

    private void run() {
        while (!closing) {
            try (ShardSession current = new ShardSession(parts)) {
                session = current;
                serve(current);
            } catch (RuntimeException lost) {
                failure = lost.toString();
                if (lost instanceof KafkaException) {
                    LOG.warn("The shards are given up and restored anew: {}", failure);
                    LOG.debug("Cause of the restoration", lost);
                } else {
                    LOG.error("A defect: the shards are given up and restored anew", lost);
                }
                pause();
            } catch (Error fatal) {
                failure = fatal.toString();
                LOG.error("The shard loop ends, and the process has to be restarted", fatal);
                throw fatal;
            }
        }
    }

    private void serve(ShardSession current) {
        try {
            while (!closing) {
                current.turn();
                progressAt = parts.clock().instant();
                failure = current.trouble();
            }
            current.leave();
        } catch (RuntimeException | Error lost) {
            failure = lost.toString();
            current.fallSilent();
            throw lost;
        }
    }

    /// Waiting for a broker to come back is progress of its own kind: the process is not stuck.
    private void pause() {
        progressAt = parts.clock().instant();
        try {
            Thread.sleep(parts.rules().shard().backoff());
        } catch (InterruptedException stopped) {
            closing = true;
        }
    }

    /// Ends the loop: calls in flight get their time, what is decided is committed, and the group is left.
    @Override
    public void close() {
        closing = true;
        ShardSession current = session;
        if (current != null) {
            current.wakeUp();
        }
        try {
            thread.join(parts.rules().shard().drain().plusSeconds(15));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The shard loop did not end in time; what it had not committed is done again after a restart");
            thread.interrupt();
        }
    }
}
