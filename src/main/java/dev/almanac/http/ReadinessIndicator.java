package dev.almanac.http;

import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/// `GET /health/readiness`: 503 with reasons while Almanac cannot do its work. A process that is still starting is not ready.
@Singleton
@Readiness
class ReadinessIndicator implements HealthIndicator {
    private final HealthSignals signals;

    ReadinessIndicator(HealthSignals signals) {
        this.signals = signals;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return HealthReport.of("readiness", signals.readiness(), 1);
    }
}
