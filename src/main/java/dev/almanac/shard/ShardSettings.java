package dev.almanac.shard;

import dev.almanac.kafka.KafkaClients;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/// How shards are run.
///
/// @param loops               members of the group that this process runs, each with a thread and clients of its own. One
///                            by default: a turn takes milliseconds, and what commands wait for is the vendor. Several help
///                            where many locations keep one thread, or one transaction after the other, busy
/// @param tick                how long a loop waits for something to happen before it looks at its clocks
/// @param drain               how long a shard that is given up waits for its calls in flight
/// @param sendWithin          a call is not sent later than this after it was decided, so that a process that was
///                            frozen meanwhile does not write for a shard that has a new owner
/// @param deniedBackoff       how long a location rests after an answer that denies the token; and whatever else is denied, for
///                            itself
/// @param readRetry           before an unanswered read or poll is asked again
/// @param maxInFlight         requests under way for one location, half of them for reading at most: one whose calls hang must
///                            leave connections to the others, and polls that hang must leave some to commands
/// @param unreachableBackoff  longest wait between two attempts to send anything for a location where none could be sent; the
///                            first is `readRetry`, and it doubles. As long as one is prepared to wait after an outage
/// @param burst               requests per burst interval to assume of a server that sends no rate-limit headers
/// @param burstInterval       that interval
/// @param maxCommandBytes     larger records go to the dead-letter topic
/// @param maxWaiting          waiting commands per shard above which its partition is paused
/// @param maxWaitingBytes     the same in bytes of memory that they take, roughly: that many commands of the largest size would
///                            not fit into any heap
/// @param maxHeld             records per shard that may wait for the registry before its partition is paused
/// @param restoresAtOnce      shards of a loop whose past is read at the same time: what is being read takes several times
///                            the memory of what is kept
/// @param backoff             between two attempts to connect or to restore after a failure
/// @param stalledAfter        a loop that makes no turn for this long is reported as not alive
@ConfigurationProperties("almanac.shard")
public record ShardSettings(
        @Bindable(defaultValue = "1") int loops,
        @Bindable(defaultValue = "50ms") Duration tick,
        @Bindable(defaultValue = "3s") Duration drain,
        @Bindable(defaultValue = "2s") Duration sendWithin,
        @Bindable(defaultValue = "30s") Duration deniedBackoff,
        @Bindable(defaultValue = "1s") Duration readRetry,
        @Bindable(defaultValue = "20") int maxInFlight,
        @Bindable(defaultValue = "15s") Duration unreachableBackoff,
        @Bindable(defaultValue = "25") int burst,
        @Bindable(defaultValue = "10s") Duration burstInterval,
        @Bindable(defaultValue = "262144") int maxCommandBytes,
        @Bindable(defaultValue = "200000") int maxWaiting,
        @Bindable(defaultValue = "268435456") long maxWaitingBytes,
        @Bindable(defaultValue = "1000") int maxHeld,
        @Bindable(defaultValue = "2") int restoresAtOnce,
        @Bindable(defaultValue = "1s") Duration backoff,
        @Bindable(defaultValue = "60s") Duration stalledAfter) {

    /// After a crash a write is taken to have left soon after its journal entry; a longer wait would make that untrue.
    private static final Duration MOST_SEND_WITHIN = Duration.ofSeconds(10);

    public ShardSettings {
        check(loops > 0, "loops", "must be at least 1");
        positive(tick, "tick");
        check(!drain.isNegative(), "drain", "must not be negative");
        check(sendWithin.isPositive() && sendWithin.compareTo(MOST_SEND_WITHIN) <= 0, "send-within", "must be positive, 10s at most");
        positive(deniedBackoff, "denied-backoff");
        positive(readRetry, "read-retry");
        check(maxInFlight > 1, "max-in-flight", "must be at least 2");
        check(unreachableBackoff.compareTo(readRetry) >= 0, "unreachable-backoff", "must not be below read-retry");
        check(burst > 0, "burst", "must be at least 1");
        positive(burstInterval, "burst-interval");
        check(
                maxCommandBytes > 0 && maxCommandBytes <= KafkaClients.MAX_FOREIGN_RECORD_BYTES, "max-command-bytes",
                "must be from 1 to " + KafkaClients.MAX_FOREIGN_RECORD_BYTES);
        check(maxWaiting > 0, "max-waiting", "must be at least 1");
        check(maxWaitingBytes > 0, "max-waiting-bytes", "must be at least 1");
        check(maxHeld > 0, "max-held", "must be at least 1");
        check(restoresAtOnce > 0, "restores-at-once", "must be at least 1");
        positive(backoff, "backoff");
        positive(stalledAfter, "stalled-after");
    }

    private static void positive(Duration value, String key) {
        check(value.isPositive(), key, "must be positive");
    }

    private static void check(boolean holds, String key, String demand) {
        if (!holds) {
            throw new IllegalArgumentException("almanac.shard." + key + " " + demand);
        }
    }
}
