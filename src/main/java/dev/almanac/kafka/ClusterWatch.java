package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/// Asks the cluster now and then whether it is there. Consumers do not tell: to them a broker that is away is one that has no
/// records. The admin client stays the caller's.
public final class ClusterWatch implements AutoCloseable {
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final Thread thread;
    private volatile String trouble;

    public ClusterWatch(Admin admin) {
        this.admin = requireNonNull(admin, "admin");
        this.thread = Thread.ofVirtual().name("cluster-watch").start(this::run);
    }

    /// Why the cluster did not answer when it was last asked; empty where it did.
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) ANSWER_WITHIN.toMillis());
        try {
            while (true) {
                try {
                    admin.describeCluster(options).clusterId().get(2 * ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
                    trouble = null;
                } catch (ExecutionException failure) {
                    trouble = "no broker answers: " + failure.getCause().getMessage();
                } catch (TimeoutException | RuntimeException failure) {
                    trouble = "no broker answers: " + failure;
                }
                Thread.sleep(ASK_EVERY);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(ANSWER_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
