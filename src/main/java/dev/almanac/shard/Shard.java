package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandBook;
import dev.almanac.command.Trace;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state machine of one shard: told what happened and what time it is, it says what to write and what to call.
///
/// Deterministic: no threads, no clock, no Kafka, no HTTP. Its state is what [Restored] brought plus every decision since, so
/// whoever runs it either gets a decision committed or throws the shard away and restores it. Locations know nothing of each
/// other. One owner; not thread-safe.
public final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final ShardRules rules;
    private final Map<String, LocationWork> works = new TreeMap<>();
    private Map<String, Location> locations = Map.of();
    private Instant forgetAt = Instant.MIN;

    public Shard(ShardRules rules, Restored restored, Instant now) {
        this.rules = requireNonNull(rules, "rules");
        split(restored).forEach((locationId, part) -> work(locationId, now).restore(part, now));
    }

    /// Decides what follows from the inputs, in their order, and from the time.
    ///
    /// @param mayCall false while the shard is being given up: nothing new is begun
    public Decision decide(List<Input> inputs, Instant now, boolean mayCall) {
        List<Write> writes = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (Input input : inputs) {
            switch (input) {
                case Input.CommandReceived(AppointmentCommand command, Trace trace, var origin) ->
                    receive(command, trace, origin, writes, now);
                case Input.CallFinished(Call call, Reply reply, Instant begunAt) ->
                    work(call.locationId(), now).finished(call, reply, begunAt, now);
                case Input.LocationsChanged(Map<String, Location> changed) -> configure(changed, now);
            }
        }
        works.values().forEach(work -> work.advance(now, mayCall, writes, calls));
        if (!now.isBefore(forgetAt)) {
            forgetAt = now.plus(FORGET_EVERY);
            works.values().forEach(work -> work.forget(now).forEach(id -> writes.add(new Write.ForgetCommand(id))));
        }
        return new Decision(writes, calls);
    }

    /// Commands without a result.
    public int waiting() {
        return works.values().stream().mapToInt(LocationWork::waiting).sum();
    }

    /// Of these the ones with a write of unknown fate.
    public int inDoubt() {
        return works.values().stream().mapToInt(LocationWork::inDoubt).sum();
    }

    /// A defect in deciding one command costs that command, not the shard.
    private void receive(
            AppointmentCommand command,
            Trace trace,
            ConsumerRecord<byte[], byte[]> origin,
            List<Write> writes,
            Instant now) {
        try {
            CommandBook.Intake intake = work(command.locationId(), now).accept(command, origin.offset(), trace, now);
            if (intake == CommandBook.Intake.DIFFERENT_BODY) {
                writes.add(new Write.DeadLetter(
                        origin,
                        Write.DeadLetterReason.DIFFERENT_BODY,
                        "the command id " + command.id().commandId() + " belongs to a command with another body"));
            }
        } catch (RuntimeException defect) {
            LOG.error("Command {} could not be decided and goes to the dead-letter topic", command.id(), defect);
            writes.add(new Write.DeadLetter(origin, Write.DeadLetterReason.DECISION_FAILED, defect.toString()));
        }
    }

    private void configure(Map<String, Location> changed, Instant now) {
        locations = changed;
        changed.keySet().forEach(locationId -> work(locationId, now));
        works.forEach((locationId, work) -> work.configure(changed.get(locationId), now));
    }

    private LocationWork work(String locationId, Instant now) {
        return works.computeIfAbsent(locationId, id -> {
            LocationWork work = new LocationWork(id, rules);
            work.configure(locations.get(id), now);
            return work;
        });
    }

    private static Map<String, Restored> split(Restored all) {
        var journal = byLocation(all.journal(), entry -> entry.id().locationId());
        var appointments = byLocation(all.appointments(), row -> row.locationId());
        var blocks = byLocation(all.blockedTimes(), row -> row.locationId());
        Map<String, Restored> parts = new HashMap<>();
        for (var keys : List.of(journal.keySet(), appointments.keySet(), blocks.keySet())) {
            keys.forEach(id -> parts.computeIfAbsent(id, locationId -> new Restored(
                    journal.getOrDefault(locationId, List.of()),
                    appointments.getOrDefault(locationId, List.of()),
                    blocks.getOrDefault(locationId, List.of()))));
        }
        return parts;
    }

    private static <T> Map<String, List<T>> byLocation(List<T> records, Function<T, String> locationId) {
        return records.stream().collect(Collectors.groupingBy(locationId));
    }
}
