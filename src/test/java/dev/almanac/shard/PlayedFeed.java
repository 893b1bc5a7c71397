package dev.almanac.shard;

import dev.almanac.calendar.Reply;
import dev.almanac.calendar.WireForm;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandSettings;
import dev.almanac.dev.ManualTime;
import dev.almanac.dev.People;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.dev.StepwiseApi;
import dev.almanac.dev.VendorAnswer;
import dev.almanac.dev.VendorLocation;
import dev.almanac.dev.VendorRequest;
import dev.almanac.location.Location;
import dev.almanac.promise.Aftermath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// A shard that follows simulated calendars in played time: the real state machine, the vendor's answers as they are on the
/// wire, and faults on the way. Every turn is committed at once.
final class PlayedFeed {
    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Duration CALL_DEADLINE = Duration.ofSeconds(20);
    private static final Duration THERE = Duration.ofMillis(40);
    private static final Duration AND_BACK = Duration.ofMillis(40);
    private static final ShardRules RULES = new ShardRules(
            new ShardSettings(
                    1, Duration.ofMillis(50), Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(30),
                    Duration.ofSeconds(1), 20, Duration.ofSeconds(15), 25, Duration.ofSeconds(10), 262_144, 200_000,
                    268_435_456, 1000, 2, Duration.ofSeconds(1), Duration.ofSeconds(60)),
            new CommandSettings(
                    Duration.ofSeconds(120), true, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 5),
            CALL_DEADLINE, Duration.ofSeconds(7));

    final ManualTime time = new ManualTime(START);
    final SimulatedCalendar calendar;
    final List<Told> told = new ArrayList<>();
    private final Faults faults;
    private final StepwiseApi api;
    private final Shard shard = new Shard(RULES, Restored.NOTHING, START);
    private final Map<String, AppointmentRow> rows = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private final List<Input> inputs = new ArrayList<>();
    private int order;

    /// A change, and when its turn was written.
    record Told(Instant at, AppointmentChange change) {}

    private record Event(Instant at, int order, Runnable what) {}

    /// What becomes of a request that has arrived.
    interface Faults {
        Faults NONE = (call, arrival) -> new Answered(arrival.perform());

        Outcome strike(Call call, StepwiseApi.Arrival arrival);
    }

    sealed interface Outcome {}

    /// The text may be anything.
    record Answered(VendorAnswer answer) implements Outcome {}

    /// The connection breaks.
    record Broken() implements Outcome {}

    /// Nothing is heard until the deadline.
    record Silence() implements Outcome {}

    PlayedFeed(VendorLocation vendor, Location location, Faults faults) {
        this.calendar = new SimulatedCalendar(time, vendor);
        this.api = new StepwiseApi(calendar);
        this.faults = faults;
        inputs.add(new Input.LocationsChanged(Map.of(location.locationId(), location)));
    }

    People people() {
        return calendar.people();
    }

    /// Lets time pass, with a turn at least so often.
    void run(Duration duration, Duration tick) {
        Instant end = time.instant().plus(duration);
        while (time.instant().isBefore(end)) {
            turn();
            Instant next = time.instant().plus(tick);
            if (!events.isEmpty() && events.element().at().isBefore(next)) {
                next = events.element().at();
            }
            time.advance(Duration.between(time.instant(), next));
            while (!events.isEmpty() && !events.element().at().isAfter(time.instant())) {
                events.remove().what().run();
            }
        }
    }

    Aftermath aftermath() {
        return new Aftermath(
                List.of(), List.of(), told.stream().map(Told::change).toList(), rows, calendar);
    }

    List<LocationStatus> statuses() {
        return shard.statuses(time.instant());
    }

    private void turn() {
        List<Input> now = List.copyOf(inputs);
        inputs.clear();
        Decision decision = shard.decide(now, time.instant(), true);
        for (Write write : decision.writes()) {
            switch (write) {
                case Write.AppointmentState(AppointmentRow row, _) -> rows.put(row.id(), row);
                case Write.ForgetAppointment(String id) -> rows.remove(id);
                case Write.Change(AppointmentChange change, _) -> told.add(new Told(time.instant(), change));
                default -> {}
            }
        }
        decision.calls().forEach(this::start);
        if (!decision.writes().isEmpty()) {
            in(Duration.ofMillis(1), () -> {});
        }
    }

    private void start(Call call) {
        Instant begunAt = time.instant();
        in(THERE, () -> {
            WireForm.Sent sent = WireForm.of(call.request(), call.locationId(), call.credential());
            StepwiseApi.Arrival arrival =
                    api.arrive(VendorRequest.of(sent.method(), sent.target(), sent.headers(), sent.body()));
            Outcome outcome = arrival.isAdmitted() ? faults.strike(call, arrival) : new Answered(arrival.perform());
            switch (outcome) {
                case Answered(VendorAnswer answer) -> {
                    arrival.answered(answer.status());
                    hear(call, begunAt, AND_BACK, WireForm.received(
                            call.request(), call.locationId(), answer.status(), answer.headers(), answer.body()));
                }
                case Broken _ -> hear(call, begunAt, AND_BACK, WireForm.lost(call.request(), call.locationId()));
                case Silence _ -> hear(
                        call, begunAt, CALL_DEADLINE.minus(THERE), WireForm.lost(call.request(), call.locationId()));
            }
        });
    }

    private void hear(Call call, Instant begunAt, Duration after, Reply reply) {
        in(after, () -> inputs.add(new Input.CallFinished(call, reply, begunAt)));
    }

    private void in(Duration delay, Runnable what) {
        events.add(new Event(time.instant().plus(delay), order++, what));
    }
}
