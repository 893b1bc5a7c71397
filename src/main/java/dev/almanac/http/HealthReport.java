package dev.almanac.http;

import dev.almanac.http.HealthSignals.Health;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/// The details of a health answer.
///
/// @param reasons what is not as it should be, one entry per part; none: all is well
/// @param parts   what each part says of itself
record HealthReport(List<String> reasons, Map<String, String> parts) {
    /// Up only where every signal is, and there are at least `least` of them.
    static Publisher<HealthResult> of(String name, Map<String, Health> signals, int least) {
        List<String> reasons = signals.size() < least
                ? List.of("nothing has reported yet")
                : signals.entrySet().stream()
                        .filter(signal -> !signal.getValue().up())
                        .map(signal -> signal.getKey() + ": " + signal.getValue().detail())
                        .toList();
        Map<String, String> parts = new TreeMap<>();
        signals.forEach((part, health) -> parts.put(part, health.detail()));
        HealthStatus status = reasons.isEmpty() ? HealthStatus.UP : HealthStatus.DOWN;
        return Publishers.just(HealthResult.builder(name, status)
                .details(new HealthReport(reasons, parts))
                .build());
    }
}
