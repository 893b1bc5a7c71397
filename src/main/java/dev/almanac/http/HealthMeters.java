package dev.almanac.http;

import dev.almanac.http.HealthSignals.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.util.Collection;

/// Health as metrics, for alerts: `almanac.live` and `almanac.ready`, 1 or 0. Created with the context, and with it every
/// meter of the framework: created by the first request, they would be missing from the first scrape.
@Context
class HealthMeters {
    HealthMeters(HealthSignals signals, MeterRegistry registry) {
        Gauge.builder("almanac.live", signals, all -> allUp(all.liveness().values()))
                .description("1 while nothing in the process has stopped for good, else 0")
                .register(registry);
        Gauge.builder("almanac.ready", signals, all -> all.readiness().isEmpty() ? 0 : allUp(all.readiness().values()))
                .description("1 while the process can do its work, else 0")
                .register(registry);
    }

    private static int allUp(Collection<Health> signals) {
        return signals.stream().allMatch(Health::up) ? 1 : 0;
    }
}
