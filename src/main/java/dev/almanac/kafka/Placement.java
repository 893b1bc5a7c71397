package dev.almanac.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/// Where a location's records live: the same partition in every topic, whatever their key. Part of the public contract.
public final class Placement {
    private Placement() {}

    /// The partition, and shard, of a location. Equal to what Java's default partitioner gives for the location's id as a
    /// UTF-8 key.
    public static int partitionOf(String locationId, int shards) {
        return Utils.toPositive(Utils.murmur2(locationId.getBytes(StandardCharsets.UTF_8))) % shards;
    }
}
