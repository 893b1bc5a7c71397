package dev.almanac.dev;

import static dev.almanac.dev.Waiting.PATIENCE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several processes of one Almanac that share its shards. Each can be disrupted while it works, and comes back by itself.
public final class AlmanacCluster implements AutoCloseable {
    /// What can happen to a process.
    public enum Disruption {
        /// It ends without notice, and another one takes its place.
        KILL,
        /// It gets no processor for longer than its session lasts, and goes on as if nothing had been.
        FREEZE,
        /// It is asked to end, does so in order, and is started again.
        STOP
    }

    private final AlmanacUnderTest first;
    private final Map<String, String> more;
    private final Duration frozenFor;
    private final Path folder;
    private final List<Member> members = new ArrayList<>();

    /// @param first     tells all settings but those that each process has of its own
    /// @param more      environment variables for all of them
    /// @param frozenFor how long a freeze lasts
    public AlmanacCluster(AlmanacUnderTest first, Map<String, String> more, Duration frozenFor, Path folder) {
        this.first = first;
        this.more = Map.copyOf(more);
        this.frozenFor = frozenFor;
        this.folder = folder;
    }

    /// Starts more processes, all at the same time, and returns once all are ready.
    public AlmanacCluster start(int count) {
        for (int i = 0; i < count; i++) {
            String name = "member-" + members.size();
            try (AlmanacUnderTest peer = first.peer(name, folder.resolve(name))) {
                Map<String, String> environment = new HashMap<>(peer.environment());
                environment.putAll(more);
                members.add(new Member(environment, folder.resolve(name + ".log")));
            }
        }
        try {
            awaitAllWorking();
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
        return this;
    }

    public int size() {
        return members.size();
    }

    /// Whether nothing is happening to a process, and it has said since its start that it is ready.
    public boolean isWorking(int member) {
        return members.get(member).isWorking();
    }

    /// Begins a disruption; returns at once.
    public void disrupt(int member, Disruption disruption) {
        members.get(member).disrupt(disruption);
    }

    /// Returns once every process works.
    public void awaitAllWorking() {
        Waiting.until("all processes work", PATIENCE, () -> members.stream().allMatch(Member::isWorking));
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }

    private final class Member implements AutoCloseable {
        private final Map<String, String> environment;
        private final Path log;
        private final ExecutorService fate = Executors.newSingleThreadExecutor();
        private volatile JavaProcess process;
        private volatile Future<?> disrupted;

        Member(Map<String, String> environment, Path log) {
            this.environment = environment;
            this.log = log;
            this.process = AlmanacProcess.start(environment, log);
        }

        boolean isWorking() {
            if (disrupted != null) {
                if (!disrupted.isDone()) {
                    return false;
                }
                if (disrupted.state() == Future.State.FAILED) {
                    throw new IllegalStateException("see " + log, disrupted.exceptionNow());
                }
            }
            if (!process.isAlive()) {
                throw new IllegalStateException("a process ended by itself, see " + log);
            }
            return process.isReady();
        }

        void disrupt(Disruption disruption) {
            disrupted = fate.submit(() -> {
                switch (disruption) {
                    case KILL -> {
                        process.kill();
                        process = AlmanacProcess.start(environment, log);
                    }
                    case FREEZE -> {
                        process.freeze();
                        Thread.sleep(frozenFor);
                        process.thaw();
                    }
                    case STOP -> {
                        process.terminate();
                        process = AlmanacProcess.start(environment, log);
                    }
                }
                return null;
            });
        }

        @Override
        public void close() {
            fate.shutdownNow();
            process.close();
        }
    }
}
