package dev.almanac.shard;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/// How a loop gets its Kafka clients: anew each time, because all of them are replaced after a failure of unknown extent.
///
/// @param member    a consumer that joins the group of shard owners
/// @param reader    a consumer of its own, without a group, that sees committed records only
/// @param producers transactional producers by number: the same number takes over, and fences, its predecessor
/// @param admin     shared, never closed by a loop
public record ShardClients(
        Supplier<Consumer<byte[], byte[]>> member,
        Supplier<Consumer<byte[], byte[]>> reader,
        IntFunction<Producer<byte[], byte[]>> producers,
        Admin admin,
        String groupId) {}
