package dev.almanac.http;

import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/// `GET /health/liveness`: 503 where a restart would help. A process that is still starting is alive.
@Singleton
@Liveness
class LivenessIndicator implements HealthIndicator {
    private final HealthSignals signals;

    LivenessIndicator(HealthSignals signals) {
        this.signals = signals;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return HealthReport.of("liveness", signals.liveness(), 0);
    }
}
