package dev.almanac.shard;

import dev.almanac.change.Poll;
import dev.almanac.change.PolledWindow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How fresh what is known of each polled calendar, user and group is, as a metric: the age of the older of its lists.
final class OwnerAges {
    private final InstantSource clock;
    private final MultiGauge gauge;
    /// For the metric, which asks from other threads. The earliest instant stands for never.
    private final Map<Key, Instant> seenAt = new ConcurrentHashMap<>();

    private record Key(String location, String kind, String owner, String reach) {
        static Key of(String location, Poll poll) {
            return new Key(location, word(poll.owner().kind()), poll.owner().id(), word(poll.reach()));
        }

        private static String word(Enum<?> name) {
            return name.name().toLowerCase(Locale.ROOT);
        }

        Tags tags() {
            return Tags.of("location", location, "kind", kind, "owner", owner, "reach", reach);
        }
    }

    OwnerAges(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.gauge = MultiGauge.builder("almanac.location.owner.age")
                .description("Seconds since the oldest fetch of an owner's windows")
                .register(registry);
    }

    void update(Collection<LocationStatus> statuses) {
        Map<Key, Instant> now = new HashMap<>();
        for (LocationStatus status : statuses) {
            for (PolledWindow window : status.windows()) {
                Instant seen = window.seenAt() == null ? Instant.MIN : window.seenAt();
                now.merge(Key.of(status.locationId(), window.poll()), seen, (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        Set<Key> before = Set.copyOf(seenAt.keySet());
        seenAt.putAll(now);
        seenAt.keySet().retainAll(now.keySet());
        // Seldom: making meters anew takes its time, and a loop waits for it.
        if (!before.equals(now.keySet())) {
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            now.keySet().forEach(key -> rows.add(MultiGauge.Row.of(key.tags(), this, ages -> ages.age(key))));
            gauge.register(rows, true);
        }
    }

    private double age(Key key) {
        Instant seen = seenAt.get(key);
        return seen == null || seen.equals(Instant.MIN)
                ? Double.NaN
                : Duration.between(seen, clock.instant()).toMillis() / 1000.0;
    }
}
