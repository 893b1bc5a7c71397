package dev.almanac;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the process, or says in one line per problem why it cannot.
///
/// What the operator has to mend stands in the log without a stack trace; the trace is there at debug, for what turns out to
/// be a bug. The exit code of a start that failed is 1.
public final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private Startup() {}

    /// Starts every bean and the HTTP server, and returns when the process is told to end. Arguments override settings:
    /// `-almanac.kafka.group-id=trial`.
    public static void run(String... args) {
        ApplicationContext context =
                ApplicationContext.builder(args).banner(false).build();
        List<String> problems = start(context);
        if (!problems.isEmpty()) {
            problems.forEach(problem -> LOG.error("Cannot start: {}", problem));
            context.close();
            System.exit(1);
        }
        Thread.ofVirtual().name("ready").start(() -> sayWhenReady(context.getBean(AlmanacNode.class)));
        awaitEnd(context);
    }

    /// Starts a context that has been built, and the node in it.
    ///
    /// @return what stands in the way; none: it runs, and is ready as soon as its shards and figures are restored
    public static List<String> start(ApplicationContext context) {
        List<String> problems = start(context, SettingsCheck.RECORDS);
        if (!problems.isEmpty()) {
            return problems;
        }
        try {
            context.getBean(AlmanacNode.class).start();
            return List.of();
        } catch (RuntimeException | Error failure) { // else the HTTP server would keep a process alive that does nothing
            LOG.debug("The start failed", failure);
            return StartFailure.explain(failure);
        }
    }

    private static void sayWhenReady(AlmanacNode node) {
        try {
            while (!node.isReady()) {
                Thread.sleep(LOOK_EVERY);
            }
            LOG.info("Almanac is ready");
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /// Starts a context that has been built; looks at the settings first.
    ///
    /// @return what stands in the way; none: it runs
    static List<String> start(ApplicationContext context, Collection<Class<?>> settings) {
        try {
            List<String> problems =
                    SettingsCheck.problems(context.getEnvironment().start(), settings);
            if (problems.isEmpty()) {
                context.start();
                EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
                LOG.info("Started; HTTP on {}", server.getURL());
            }
            return problems;
        } catch (RuntimeException | Error failure) { // else the HTTP server would keep a process alive that does nothing
            LOG.debug("The start failed", failure);
            return StartFailure.explain(failure);
        }
    }

    /// Without this the process would end with its last thread that is no daemon, and whether there is one is an accident.
    private static void awaitEnd(ApplicationContext context) {
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(
                () -> {
                    context.close();
                    ended.countDown();
                },
                "shutdown"));
        try {
            ended.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
