package dev.almanac.dev;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Which quirks a simulator has at the moment. May be switched while it runs.
public final class Quirks {
    private final Set<Quirk> on = ConcurrentHashMap.newKeySet();
    private final AtomicInteger version = new AtomicInteger();

    /// With the defaults.
    public Quirks() {
        Arrays.stream(Quirk.values()).filter(Quirk::isOnByDefault).forEach(on::add);
    }

    public Quirks with(Quirk... quirks) {
        on.addAll(Arrays.asList(quirks));
        version.incrementAndGet();
        return this;
    }

    public Quirks without(Quirk... quirks) {
        Arrays.asList(quirks).forEach(on::remove);
        version.incrementAndGet();
        return this;
    }

    /// Grows with each change.
    int version() {
        return version.get();
    }

    public boolean has(Quirk quirk) {
        return on.contains(quirk);
    }
}
