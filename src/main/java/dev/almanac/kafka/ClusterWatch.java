package dev.almanac.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Asks the cluster now and then whether it is there, and whether the topics still have their partitions. Consumers do not tell: to
/// them a broker that is away is one that has no records. The admin client stays the caller's.
public final class ClusterWatch implements AutoCloseable {
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final TopicLook topics;
    private final Thread thread;
    private volatile String trouble;

    /// What is wrong with the topics, in words; empty where nothing is.
    @FunctionalInterface
    public interface TopicLook {
        Optional<String> problem() throws ExecutionException, TimeoutException;
    }

    public ClusterWatch(Admin admin, TopicLook topics) {
        this.admin = requireNonNull(admin, "admin");
        this.topics = requireNonNull(topics, "topics");
        this.thread = Thread.ofVirtual().name("cluster-watch").start(this::run);
    }

    /// Why the cluster did not answer when it was last asked, or what is wrong with its topics; empty where all is well.
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void run() {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) ANSWER_WITHIN.toMillis());
        try {
            while (true) {
                try {
                    admin.describeCluster(options).clusterId().get(2 * ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
                    trouble = topics.problem().orElse(null);
                } catch (ExecutionException failure) {
                    trouble = (failure.getCause() instanceof UnknownTopicOrPartitionException
                            ? "a topic is missing: " : "no broker answers: ") + failure.getCause().getMessage();
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
