package dev.almanac.shard;

import dev.almanac.command.DuplicateBooking;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The shards that the group has given to a session: some still being restored, the others at work. Used on the loop's
/// thread.
final class OwnedShards {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedShards.class);

    /// Often enough for people who look on.
    private static final Duration STATUS_EVERY = Duration.ofSeconds(1);

    private final ShardLoop.Parts parts;
    private final Consumer<Runnable> loop;
    private final Restore restore;
    private final Map<Integer, OwnedShard> shards = new HashMap<>();
    private Instant statusDue = Instant.MIN;

    /// What a session holds.
    ///
    /// @param joined whether the group has given it its share, which may be none
    /// @param setAside locations that stand still because of a defect
    /// @param trouble  why not every shard is active, where that is known; else null
    record Counts(boolean joined, int owned, int active, int waiting, int inDoubt, int setAside, String trouble) {
        static final Counts NONE = new Counts(false, 0, 0, 0, 0, 0, null);
    }

    /// @param loop runs something on the loop's thread
    OwnedShards(ShardLoop.Parts parts, Consumer<Runnable> loop) {
        this.parts = parts;
        this.loop = loop;
        this.restore = new Restore(parts.clients(), parts.topics(), parts.rules().shard().restoresAtOnce());
    }

    /// Why a shard cannot be restored at present, or null.
    String trouble() {
        return shards.values().stream().map(OwnedShard::trouble).filter(Objects::nonNull).findFirst().orElse(null);
    }

    Collection<OwnedShard> all() {
        return List.copyOf(shards.values());
    }

    List<OwnedShard> active() {
        return shards.values().stream().filter(OwnedShard::isActive).toList();
    }

    Optional<OwnedShard> find(int partition) {
        return Optional.ofNullable(shards.get(partition));
    }

    Collection<OwnedShard> of(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(partition -> find(partition.partition()))
                .flatMap(Optional::stream)
                .toList();
    }

    void forget(Collection<OwnedShard> leaving) {
        leaving.forEach(shard -> shards.remove(shard.partition, shard));
    }

    Counts counts(boolean joined) {
        List<OwnedShard> active = active();
        return new Counts(
                joined,
                shards.size(),
                active.size(),
                active.stream().mapToInt(OwnedShard::waiting).sum(),
                active.stream().mapToInt(OwnedShard::inDoubt).sum(),
                active.stream().mapToInt(OwnedShard::setAside).sum(),
                trouble());
    }

    /// Somebody has to know.
    void alarm(DuplicateBooking twice) {
        LOG.error(
                "Command {} has two bookings, {} and {}: one has to be cancelled by hand", twice.commandId(),
                twice.appointmentId(), twice.otherId());
        parts.metrics().bookedTwice();
    }

    /// Puts on the board how the locations stand, now and then.
    void tellStatuses() {
        Instant now = parts.clock().instant();
        if (!now.isBefore(statusDue)) {
            statusDue = now.plus(STATUS_EVERY);
            parts.board().update(
                    this, active().stream().flatMap(shard -> shard.statuses(now).stream()).toList());
        }
    }

    void withdrawStatuses() {
        parts.board().update(this, List.of());
    }

    /// Takes over a shard. Its past is read, and its state made of it, beside the loop, which keeps polling meanwhile, until
    /// that works or the shard is given up.
    ///
    /// @param restored told on the loop's thread, if the shard is still owned then
    void restore(int partition, BiConsumer<OwnedShard, Shard> restored) {
        OwnedShard shard = new OwnedShard(partition, parts.encoder());
        shards.put(partition, shard);
        if (partition >= parts.topics().shards()) {
            shard.trouble(tooMany(partition));
            LOG.error("{}", shard.trouble());
            return;
        }
        Thread.ofVirtual().name("restore-" + partition).start(() -> {
            while (shard.isOwned()) {
                try {
                    awaitLocations(shard);
                    Restored past = restore.shard(partition, () -> !shard.isOwned());
                    Shard state = new Shard(parts.rules(), past, parts.clock().instant());
                    LOG.info(
                            "Shard {} is restored: {} commands, {} appointments, {} blocked times",
                            partition, past.journal().size(), past.appointments().size(), past.blockedTimes().size());
                    loop.accept(() -> {
                        if (shard.isOwned()) {
                            shard.trouble(null);
                            restored.accept(shard, state);
                        }
                    });
                    return;
                } catch (InterruptedException stopped) {
                    return;
                } catch (Exception | Error failure) { // nobody else would try again
                    report(shard, failure);
                    LockSupport.parkNanos(parts.rules().shard().backoff().toNanos());
                }
            }
        });
    }

    /// From now on the shard decides.
    ///
    /// @param position where its next command will be read
    void activate(OwnedShard shard, Shard restored, long position) {
        shard.activate(
                restored,
                new Intake(
                        parts.decoder(), parts.unknownSchemaGrace(), parts.rules().shard().maxHeld(),
                        parts.topics().shards(), position));
    }

    /// Somebody added partitions while Almanac runs. The others go on: what lands in this one waits, and what the new number
    /// of partitions sends astray is forwarded.
    private String tooMany(int partition) {
        return "topic %s has a partition %d, but almanac.kafka.shards is %d: partitions were added, which sends locations away "
                .formatted(parts.topics().commands(), partition, parts.topics().shards())
                + "from their records; recreate the topic with the old number once no command waits, and publish again what is in the new partitions";
    }

    private void report(OwnedShard shard, Throwable failure) {
        if (shard.isOwned()) {
            Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
            shard.trouble("shard " + shard.partition + " cannot be restored: " + cause);
            LOG.warn("{}; trying again in {}", shard.trouble(), parts.rules().shard().backoff());
        }
    }

    /// Before all locations are known, an unknown one may only be an unread one.
    private void awaitLocations(OwnedShard shard) throws InterruptedException {
        while (!parts.locations().isCaughtUp() && shard.isOwned()) {
            shard.trouble(parts.locations().trouble());
            Thread.sleep(parts.rules().shard().tick());
        }
    }
}
