package dev.almanac.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/// The last few things of each location, in bounded memory, and a place to listen for more. For any thread.
public final class Recent<T> {
    /// Anybody who may publish commands can name locations that do not exist, and each is answered. The location that has
    /// been silent the longest goes first.
    static final int MOST_LOCATIONS = 10_000;

    private final int perLocation;
    private final SequencedMap<String, Deque<T>> byLocation = new LinkedHashMap<>();
    private final List<BiConsumer<String, T>> listeners = new CopyOnWriteArrayList<>();

    public Recent(int perLocation) {
        this.perLocation = perLocation;
    }

    public void add(String locationId, T one) {
        synchronized (byLocation) {
            Deque<T> known = byLocation.remove(locationId);
            Deque<T> things = known == null ? new ArrayDeque<>() : known;
            things.addFirst(one);
            if (things.size() > perLocation) {
                things.removeLast();
            }
            byLocation.putLast(locationId, things);
            if (byLocation.size() > MOST_LOCATIONS) {
                byLocation.pollFirstEntry();
            }
        }
        listeners.forEach(listener -> listener.accept(locationId, one));
    }

    /// The last ones, the newest first.
    public List<T> of(String locationId, int most) {
        synchronized (byLocation) {
            Deque<T> things = byLocation.get(locationId);
            return things == null ? List.of() : new ArrayList<>(things).subList(0, Math.min(most, things.size()));
        }
    }

    /// Hears of each new one until the handle is closed. The listener must be quick: all others wait for it.
    public Listening listen(BiConsumer<String, T> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Ends the listening; nothing happens the second time.
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    void clear() {
        synchronized (byLocation) {
            byLocation.clear();
        }
    }
}
