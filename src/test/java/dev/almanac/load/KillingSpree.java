package dev.almanac.load;

import static dev.almanac.dev.Waiting.PATIENCE;

import dev.almanac.dev.JavaProcess;
import dev.almanac.dev.Waiting;
import dev.almanac.schema.AppointmentCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Publishes a load at a steady pace, and kills the worker at random moments in the middle of it. A life gets its share of
/// the commands as soon as it answers any, and is over before it can have done them all; the next one starts at once.
///
/// It is not waited for that a life calls itself ready: what is worth a kill is that it works.
public final class KillingSpree {
    /// Over which a life's share is published: longer than it lives.
    private static final Duration SHARE_TAKES = Duration.ofMillis(2_500);
    /// Published while nobody works, so that the next life has something to answer.
    private static final int WAITING_FOR_THE_NEXT = 5;
    private static final int SHORTEST_MILLIS = 200;
    private static final int LONGEST_MILLIS = 1_500;

    /// What the lives were like.
    ///
    /// @param awakenings how long each of the restarted took from its start to its first answer
    /// @param openAtKill how many commands were published and not answered at each kill
    public record Report(List<Duration> awakenings, List<Integer> openAtKill) {
        public Report {
            awakenings = List.copyOf(awakenings);
            openAtKill = List.copyOf(openAtKill);
        }

        public Duration averageAwakening() {
            return awakenings.stream().reduce(Duration.ZERO, Duration::plus).dividedBy(awakenings.size());
        }

        public double averageOpen() {
            return openAtKill.stream().mapToInt(open -> open).average().orElse(0);
        }
    }

    private final HostileLoad load;
    private final Iterator<AppointmentCommand> commands;
    private final Consumer<AppointmentCommand> publish;
    private final IntSupplier answered;
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    /// @param answered how many commands have an answer
    public KillingSpree(
            HostileLoad load,
            List<AppointmentCommand> commands,
            Consumer<AppointmentCommand> publish,
            IntSupplier answered) {
        this.load = load;
        this.commands = commands.iterator();
        this.publish = publish;
        this.answered = answered;
    }

    /// Goes through all lives. The last one is not killed until it has worked off the rest.
    ///
    /// @param first is at work already
    /// @param next  starts another one, without waiting
    /// @param end   waits until the last one has done everything, and looks at it
    public Report run(JavaProcess first, Supplier<JavaProcess> next, Consumer<JavaProcess> end) {
        List<Duration> awakenings = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        Random random = new Random(load.seed());
        int share = load.creates() / (load.kills() + 1) - WAITING_FOR_THE_NEXT;
        JavaProcess life = first;
        try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor()) {
            long each = SHARE_TAKES.toMillis() / share;
            pace.scheduleAtFixedRate(this::publishOne, 0, each, TimeUnit.MILLISECONDS);
            for (int kill = 0; kill < load.kills(); kill++) {
                granted.addAndGet(share);
                awaitAnswers(life, WAITING_FOR_THE_NEXT);
                Thread.sleep(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
                open.add(published.get() - answered.getAsInt());
                life.kill();
                granted.addAndGet(WAITING_FOR_THE_NEXT);
                long begun = System.nanoTime();
                life = next.get();
                awaitAnswers(life, 1);
                awakenings.add(Duration.ofNanos(System.nanoTime() - begun));
            }
            granted.set(load.creates());
            await(life, "everything is published", () -> published.get() == load.creates());
            pace.shutdownNow();
            end.accept(life);
            return new Report(awakenings, open);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            life.close();
        }
    }

    private void awaitAnswers(JavaProcess life, int more) {
        int enough = answered.getAsInt() + more;
        await(life, "answers", () -> answered.getAsInt() >= enough);
    }

    private void await(JavaProcess life, String what, BooleanSupplier isSo) {
        Waiting.until(what, PATIENCE, () -> {
            if (failure.get() != null) {
                throw failure.get();
            }
            if (!life.isAlive()) {
                throw new IllegalStateException("it ended by itself, see " + life.log());
            }
            return isSo.getAsBoolean();
        });
    }

    private void publishOne() {
        try {
            if (published.get() < granted.get() && commands.hasNext()) {
                publish.accept(commands.next());
                published.incrementAndGet();
            }
        } catch (RuntimeException cannotPublish) {
            failure.compareAndSet(null, cannotPublish);
        }
    }
}
