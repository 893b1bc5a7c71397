package dev.almanac;

import dev.almanac.aggregate.AggregateSettings;
import dev.almanac.calendar.CalendarSettings;
import dev.almanac.command.CommandSettings;
import dev.almanac.http.HealthSignals;
import dev.almanac.http.LiveQueries;
import dev.almanac.http.Queries;
import dev.almanac.kafka.KafkaSettings;
import dev.almanac.live.LiveSettings;
import dev.almanac.location.CredentialSettings;
import dev.almanac.location.LocationSettings;
import dev.almanac.shard.ShardSettings;
import dev.almanac.wire.RegistrySettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/// Where the framework meets what needs none: settings and meters go in, the node and what HTTP asks of it come out.
@Factory
final class Wiring {

    @Singleton
    @Bean(preDestroy = "close")
    AlmanacNode node(
            KafkaSettings kafka,
            RegistrySettings registry,
            CalendarSettings calendar,
            CommandSettings commands,
            ShardSettings shard,
            AggregateSettings aggregates,
            LiveSettings live,
            LocationSettings locations,
            CredentialSettings credentials,
            MeterRegistry meters,
            HealthSignals health) {
        AlmanacNode.Settings settings = new AlmanacNode.Settings(
                kafka, registry, calendar, commands, shard, aggregates, live, locations, credentials);
        AlmanacNode node = new AlmanacNode(settings, InstantSource.system(), meters);
        node.report(health);
        return node;
    }

    @Singleton
    Queries queries(AlmanacNode node) {
        return node.queries();
    }

    @Singleton
    LiveQueries liveQueries(AlmanacNode node) {
        return node.liveQueries();
    }
}
