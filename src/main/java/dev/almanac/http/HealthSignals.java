package dev.almanac.http;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// Where the parts of Almanac register how they are; asked anew at each probe, from any thread.
///
/// Liveness is for what only a restart mends: a loop that stopped making progress. What waits for somebody else (Kafka, the registry,
/// the vendor) belongs to readiness, or an outage elsewhere would restart a process that is waiting correctly.
@Singleton
public final class HealthSignals {
    private final Map<String, Supplier<Health>> liveness = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<Health>> readiness = new ConcurrentSkipListMap<>();

    /// How one part is.
    ///
    /// @param detail why, in a few words without secrets; it is shown to whoever asks
    public record Health(boolean up, String detail) {
        public Health {
            requireNonNull(detail, "detail");
        }
    }

    /// Registers, or replaces, what decides whether the process should be restarted.
    public void liveness(String name, Supplier<Health> signal) {
        liveness.put(name, signal);
    }

    /// Registers, or replaces, what decides whether the process can serve.
    public void readiness(String name, Supplier<Health> signal) {
        readiness.put(name, signal);
    }

    /// Every liveness signal by name.
    public Map<String, Health> liveness() {
        return ask(liveness);
    }

    /// Every readiness signal by name; empty while the process is still being put together.
    public Map<String, Health> readiness() {
        return ask(readiness);
    }

    private static Map<String, Health> ask(Map<String, Supplier<Health>> signals) {
        Map<String, Health> answers = new TreeMap<>();
        signals.forEach((name, signal) -> answers.put(name, ask(signal)));
        return answers;
    }

    private static Health ask(Supplier<Health> signal) {
        try {
            return signal.get();
        } catch (RuntimeException failed) {
            return new Health(false, "the check itself failed: " + failed.getClass().getSimpleName());
        }
    }
}
