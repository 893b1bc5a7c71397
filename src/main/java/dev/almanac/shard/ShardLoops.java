package dev.almanac.shard;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The shard loops of a process. Each is a member of the group by itself, so that the shards of a process are spread over its
/// loops as they are over processes; they share nothing that one could hold up for another.
public final class ShardLoops implements AutoCloseable {
    private final List<ShardLoop> loops;

    /// @param parts of each loop by its number; clients and transactional ids are its own
    public ShardLoops(int count, IntFunction<ShardLoop.Parts> parts) {
        this.loops = IntStream.range(0, count)
                .mapToObj(number -> new ShardLoop(number, parts.apply(number)))
                .toList();
    }

    /// How each is doing. Safe to ask from any thread.
    public List<ShardLoop.State> states() {
        return loops.stream().map(ShardLoop::state).toList();
    }

    /// Ends them at the same time, so that it takes no longer than with one.
    @Override
    public void close() {
        List<Thread> closing = loops.stream()
                .map(loop -> Thread.ofVirtual().name("close-shard-loop").start(loop::close))
                .toList();
        try {
            for (Thread each : closing) {
                each.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
