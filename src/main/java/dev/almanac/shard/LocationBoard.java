package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.DayAllowance;
import dev.almanac.calendar.Operation;
import dev.almanac.shard.LocationStatus.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How all locations stand whose shards this process owns: as a list, as metrics with the tag `location`, and as a line in the
/// log where one is no longer worked for, or again. Thread-safe.
public final class LocationBoard {
    private static final Logger LOG = LoggerFactory.getLogger(LocationBoard.class);
    /// Come and go with each start and each burst.
    private static final Set<State> UNREMARKABLE = Set.of(State.SERVED, State.STARTING, State.HELD_BACK);

    private final InstantSource clock;
    private final Map<Object, List<LocationStatus>> told = new HashMap<>();
    /// The same by location, for the metrics, which ask from other threads.
    private final Map<String, LocationStatus> current = new ConcurrentHashMap<>();
    private final Map<MultiGauge, ToDoubleFunction<LocationStatus>> gauges = new HashMap<>();
    private final OwnerAges owners;

    public LocationBoard(MeterRegistry registry, InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        this.owners = new OwnerAges(registry, clock);
        gauge(registry, "waiting", "Commands without a result", LocationStatus::waiting);
        gauge(registry, "in.doubt", "Commands with a write of unknown fate", LocationStatus::inDoubt);
        gauge(registry, "served", "1 while all that is due is done for it, else 0", status ->
                status.state() == State.SERVED ? 1 : 0);
        gauge(registry, "denied", "Operations that the vendor does not permit the token", status -> status.denied().size());
        gauge(registry, "requests.left", "Requests that may be sent now", LocationStatus::requestsLeft);
        gauge(registry, "day.left", "Requests left of the day's allowance", status -> left(status.day()));
        gauge(registry, "near.age", "Seconds since the oldest fetch of a near window", status -> age(status.nearSeenAt()));
        gauge(registry, "far.age", "Seconds since the oldest fetch of a far window", status -> age(status.farSeenAt()));
    }

    /// How every location stands, by its id.
    public synchronized List<LocationStatus> all() {
        return told.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(LocationStatus::locationId))
                .toList();
    }

    /// Replaces what the same owner of shards has told before.
    synchronized void update(Object owner, List<LocationStatus> statuses) {
        Map<String, LocationStatus> before = byId(told.getOrDefault(owner, List.of()));
        for (LocationStatus status : statuses) {
            LocationStatus last = before.get(status.locationId());
            remark(status, last == null ? State.SERVED : last.state());
            remarkDenials(status, last == null ? List.of() : last.denied());
        }
        if (statuses.isEmpty()) {
            told.remove(owner);
        } else {
            told.put(owner, List.copyOf(statuses));
        }
        Map<String, LocationStatus> now = new HashMap<>();
        told.values().forEach(all -> all.forEach(status -> now.put(status.locationId(), status)));
        boolean others = !now.keySet().equals(current.keySet());
        current.putAll(now);
        current.keySet().retainAll(now.keySet());
        // Seldom: making meters anew takes its time, and a loop waits for it.
        if (others) {
            gauges.forEach(this::register);
        }
        owners.update(now.values());
    }

    private static void remark(LocationStatus status, State before) {
        if (status.state() == before) {
            return;
        }
        if (!UNREMARKABLE.contains(status.state())) {
            LOG.warn(
                    "Location {} is {}{}; {} commands wait", status.locationId(), word(status.state()),
                    status.until() == null ? "" : " until " + status.until(), status.waiting());
        } else if (status.state() == State.SERVED && !UNREMARKABLE.contains(before)) {
            LOG.info("Location {} is served again", status.locationId());
        }
    }

    private static void remarkDenials(LocationStatus status, List<Operation> before) {
        if (!status.denied().isEmpty() && !before.containsAll(status.denied())) {
            LOG.warn(
                    "Location {}: its token may not {}, which is tried again now and then; the rest goes on",
                    status.locationId(), words(status.denied()));
        } else if (status.denied().isEmpty() && !before.isEmpty()) {
            LOG.info("Location {}: its token may {} again", status.locationId(), words(before));
        }
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<LocationStatus> value) {
        gauges.put(
                MultiGauge.builder("almanac.location." + name).description(description).register(registry), value);
    }

    private void register(MultiGauge gauge, ToDoubleFunction<LocationStatus> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String location : current.keySet()) {
            rows.add(MultiGauge.Row.of(Tags.of("location", location), this, board -> board.value(location, value)));
        }
        gauge.register(rows, true);
    }

    private double value(String location, ToDoubleFunction<LocationStatus> of) {
        LocationStatus status = current.get(location);
        return status == null ? Double.NaN : of.applyAsDouble(status);
    }

    private static double left(DayAllowance day) {
        return day == null ? Double.NaN : day.remaining();
    }

    private double age(Instant seenAt) {
        return seenAt == null ? Double.NaN : Duration.between(seenAt, clock.instant()).toMillis() / 1000.0;
    }

    private static Map<String, LocationStatus> byId(List<LocationStatus> statuses) {
        return statuses.stream().collect(Collectors.toMap(LocationStatus::locationId, status -> status));
    }

    private static String words(List<Operation> operations) {
        return operations.stream()
                .map(operation -> operation.word().replace('_', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
