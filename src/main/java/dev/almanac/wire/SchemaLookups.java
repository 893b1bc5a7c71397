package dev.almanac.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Looks schemas up beside the thread that needs them. A registry that does not answer would otherwise hold up a loop for
/// all of the client's retries and time-outs, and with it every location of its shards. Safe for many threads.
final class SchemaLookups<V> {
    /// The loop asks again after half a second: it must find the answer to what it asked then.
    private static final long REMEMBERED_NANOS = Duration.ofSeconds(1).toNanos();

    private final IntFunction<Optional<Decoded<V>>> registry;
    private final Duration patience;
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();
    private final Map<Integer, CompletableFuture<Answer<V>>> asked = new ConcurrentHashMap<>();
    private volatile boolean away;

    private record Answer<V>(Optional<Decoded<V>> obstacle, long at) {
        boolean isOld() {
            return System.nanoTime() - at > REMEMBERED_NANOS;
        }
    }

    /// @param registry asks for a schema, however long that takes; empty where it is there, else what is in the way
    /// @param patience how long to wait for the answer of a registry that answered last time
    SchemaLookups(IntFunction<Optional<Decoded<V>>> registry, Duration patience) {
        this.registry = registry;
        this.patience = patience;
    }

    /// What keeps bytes of this schema from being read now; empty where nothing does.
    Optional<Decoded<V>> obstacle(int id) {
        if (known.contains(id)) {
            return Optional.empty();
        }
        CompletableFuture<Answer<V>> answer =
                asked.compute(id, (_, last) -> last == null || last.isDone() && last.join().isOld() ? ask(id) : last);
        try {
            return answer.get(away ? 0 : patience.toNanos(), TimeUnit.NANOSECONDS).obstacle();
        } catch (TimeoutException slow) {
            away = true;
            return unavailable("no answer yet");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unavailable("interrupted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private CompletableFuture<Answer<V>> ask(int id) {
        CompletableFuture<Answer<V>> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("schema-" + id).start(() -> {
            Optional<Decoded<V>> obstacle;
            try {
                obstacle = registry.apply(id);
            } catch (RuntimeException | Error failure) {
                obstacle = unavailable(failure.toString());
            }
            away = obstacle.filter(Decoded.RegistryUnavailable.class::isInstance).isPresent();
            if (obstacle.isEmpty()) {
                known.add(id);
            }
            answer.complete(new Answer<>(obstacle, System.nanoTime()));
        });
        return answer;
    }

    private static <V> Optional<Decoded<V>> unavailable(String message) {
        return Optional.of(new Decoded.RegistryUnavailable<>(new IOException(message)));
    }
}
