package dev.almanac.planted.kafka;

import io.confluent.kafka.serializers.KafkaAvroSerializer;

/// The registry client outside of the schema seam, in a type with an empty name.
public record BaseRecords(KafkaAvroSerializer serializer) {}
