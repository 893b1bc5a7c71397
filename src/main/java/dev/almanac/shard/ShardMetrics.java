package dev.almanac.shard;

import dev.almanac.calendar.ApiResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What the shards of a process have done, as metrics. Counts of records are counted when their transaction is committed.
/// No label carries an id of a person, a location or an appointment.
public final class ShardMetrics {
    /// A turn longer than a tenth of a second is one that others notice.
    private static final Duration[] TURN_STEPS = {
        Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Counter received;
    private final Timer turns;
    private final Timer commits;
    private final Counter duplicates;

    public ShardMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.received = Counter.builder("almanac.commands.received")
                .description("Command records read from Kafka")
                .register(registry);
        this.turns = Timer.builder("almanac.turn")
                .description("Time of a loop's turn, in which everything else of its shards waits")
                .serviceLevelObjectives(TURN_STEPS)
                .register(registry);
        this.commits = Timer.builder("almanac.turn.commit")
                .description("Time to commit the transaction of a turn")
                .register(registry);
        this.duplicates = Counter.builder("almanac.duplicate.bookings")
                .description("Bookings found beside another one of the same command; each needs a person")
                .register(registry);
    }

    void bookedTwice() {
        duplicates.increment();
    }

    void received(int records) {
        received.increment(records);
    }

    void turned(Duration took) {
        turns.record(took);
    }

    void committed(Duration took) {
        commits.record(took);
    }

    void written(Write write) {
        switch (write) {
            case Write.Result(var result, _) ->
                registry.counter(
                                "almanac.command.results",
                                "operation", lower(result.operation()),
                                "outcome", lower(result.outcome()),
                                "reason", result.reason() == null ? "none" : lower(result.reason()))
                        .increment();
            case Write.Change(var change, _) ->
                registry.counter("almanac.appointment.changes", "kind", lower(change.kind())).increment();
            case Write.DeadLetter(_, var reason, _) ->
                registry.counter("almanac.dead.letters", "reason", lower(reason)).increment();
            case Write.Forward _ -> registry.counter("almanac.commands.forwarded").increment();
            case Write.Journal _, Write.ForgetCommand _, Write.AppointmentState _, Write.BlockedTimeState _,
                    Write.ForgetAppointment _, Write.ForgetBlockedTime _ -> {}
        }
    }

    void finished(Input.CallFinished finished, Instant now) {
        Timer.builder("almanac.calendar.calls")
                .description("Calls to the calendar API by operation and outcome")
                .tag("operation", finished.call().request().operation().word())
                .tag("outcome", outcome(finished.reply().result()))
                .register(registry)
                .record(Duration.between(finished.begunAt(), now));
    }

    private static String outcome(ApiResult<?> result) {
        return switch (result) {
            case ApiResult.Ok<?> _ -> "ok";
            case ApiResult.NotFound<?> _ -> "not_found";
            case ApiResult.Refused<?> _ -> "refused";
            case ApiResult.Throttled<?> _ -> "throttled";
            case ApiResult.Denied<?> _ -> "denied";
            case ApiResult.InDoubt<?> _ -> "in_doubt";
            case ApiResult.NotSent<?> _ -> "not_sent";
        };
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
