package dev.almanac.dev;

import dev.almanac.schema.AppointmentCommand;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Believable traffic for the development environment: people in the calendar itself and upstream systems that publish
/// commands, in one thread of its own. [#step] does a single thing and can be driven without the thread.
public final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    /// A publisher that hangs must not keep the environment from stopping.
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Settings settings;
    private final Random random;
    private final PeopleTraffic people;
    private final CommandTraffic commands;
    private final Thread thread;

    /// How much happens.
    ///
    /// @param seed           the same seed makes the same choices from the same calendar at the same time
    /// @param pause          mean time between two things; the times are spread as if people did not agree on them
    /// @param shareOfCommands how much of it comes as commands, 0 to 1
    public record Settings(long seed, Duration pause, double shareOfCommands) {
        public static final Settings DEFAULT = new Settings(20260302, Duration.ofMillis(900), 0.5);
    }

    /// @param publish takes each command; the record's key is its locationId
    public Traffic(SimulatedCalendar calendar, Settings settings, Consumer<AppointmentCommand> publish) {
        this.settings = settings;
        this.random = new Random(settings.seed());
        this.people = new PeopleTraffic(calendar, random);
        this.commands = new CommandTraffic(calendar, random, publish);
        this.thread = Thread.ofPlatform().name("traffic").daemon().unstarted(this::run);
    }

    public Traffic start() {
        thread.start();
        return this;
    }

    /// One thing that somebody does.
    public void step() {
        if (random.nextDouble() < settings.shareOfCommands()) {
            commands.act();
        } else {
            people.act();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep((long) (-Math.log(1 - random.nextDouble()) * settings.pause().toMillis()));
                step();
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn("a step of the demo traffic failed", failed);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSING);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
