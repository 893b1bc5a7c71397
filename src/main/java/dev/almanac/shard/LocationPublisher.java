package dev.almanac.shard;

import dev.almanac.kafka.Placement;
import dev.almanac.kafka.Topic;
import dev.almanac.location.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Applies the locations file to the topic `locations`, which then says exactly what the file says. The file is the only
/// writer, so several processes that start with the same one write the same, or nothing.
public final class LocationPublisher {
    private final ShardClients clients;
    private final Topic<String, Location> topic;
    private final int shards;

    public LocationPublisher(ShardClients clients, ShardTopics topics) {
        this.clients = clients;
        this.topic = topics.locations();
        this.shards = topics.shards();
    }

    /// Writes what differs and ends what is no longer listed; gives the number of records written, all acknowledged.
    public int apply(List<Location> wanted, Producer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        Map<String, Location> present = read();
        Map<String, Location> missing = new HashMap<>();
        wanted.forEach(location -> missing.put(location.locationId(), location));
        present.keySet().forEach(id -> missing.putIfAbsent(id, null));
        missing.entrySet().removeIf(entry -> entry.getValue() != null && entry.getValue().equals(present.get(entry.getKey())));
        List<Future<?>> acknowledgements = new ArrayList<>();
        missing.forEach((id, location) -> acknowledgements.add(producer.send(record(id, location))));
        for (Future<?> acknowledgement : acknowledgements) {
            acknowledgement.get();
        }
        return missing.size();
    }

    private Map<String, Location> read() throws ExecutionException, InterruptedException {
        Map<String, Location> present = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = clients.reader().get()) {
            CompactedReader reader = new CompactedReader(consumer, clients.admin());
            for (int partition = 0; partition < shards; partition++) {
                reader.read(topic, partition, () -> false)
                        .forEach(location -> present.put(location.locationId(), location));
            }
        }
        return present;
    }

    private ProducerRecord<byte[], byte[]> record(String locationId, Location location) {
        return new ProducerRecord<>(
                topic.name(),
                Placement.partitionOf(locationId, shards),
                topic.keySerde().serializer().serialize(topic.name(), locationId),
                location == null ? null : topic.valueSerde().serializer().serialize(topic.name(), location));
    }
}
