/// One owner per location: the place where commands, polls, budget and Kafka meet. [dev.almanac.shard.Shard] decides, as a
/// state machine without threads, clock, Kafka or HTTP; [dev.almanac.shard.ShardLoop] polls, commits what was decided in one
/// transaction, and only then lets calls go out. Never: Avro, the registry, or a call whose intent is not durable.
package dev.almanac.shard;
