package dev.almanac.shard;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandBook;
import dev.almanac.command.Defect;
import dev.almanac.location.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state machine of one shard: told what happened and what time it is, it says what to write and what to call.
///
/// Deterministic: no threads, no clock, no Kafka, no HTTP. Its state is what [Restored] brought plus every decision since, so
/// whoever runs it either gets a decision committed or throws the shard away and restores it. Locations know nothing of each
/// other: a defect that shows at one of them sets that one aside, and the others go on. One owner; not thread-safe.
public final class Shard {
    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final ShardRules rules;
    private final Handover handover;
    private final Instant activated;
    private final Map<String, LocationWork> works = new TreeMap<>();
    private final Map<String, RuntimeException> setAside = new TreeMap<>();
    /// Null until told.
    private Map<String, Location> locations;
    private Instant forgetAt = Instant.MIN;

    public Shard(ShardRules rules, Restored restored, Instant now) {
        this.rules = requireNonNull(rules, "rules");
        this.handover = restored.handover();
        this.activated = requireNonNull(now, "now");
        split(restored).forEach((locationId, part) ->
                guarded(locationId, () -> work(locationId, now).restore(part, now)));
    }

    /// Decides what follows from the inputs, in their order, and from the time.
    ///
    /// @param mayCall false while the shard is being given up: nothing new is begun
    public Decision decide(List<Input> inputs, Instant now, boolean mayCall) {
        Map<String, Draft> drafts = new TreeMap<>();
        inputs.forEach(input -> tell(input, drafts, now));
        boolean forgetting = !now.isBefore(forgetAt);
        if (forgetting) {
            forgetAt = now.plus(FORGET_EVERY);
        }
        for (String locationId : List.copyOf(works.keySet())) {
            guarded(locationId, () -> {
                LocationWork work = work(locationId, now);
                Draft draft = of(drafts, locationId);
                work.advance(now, mayCall, draft);
                draft.defects.forEach(Shard::report);
                if (forgetting) {
                    work.tidy(now, draft.writes);
                }
            });
        }
        if (forgetting) {
            works.values().removeIf(work -> work.isNobodys() && work.remembersNothing());
        }
        setAside.keySet().forEach(locationId ->
                drafts.put(locationId, Draft.of(deadLetters(locationId, inputs))));
        return new Decision(drafts.entrySet().stream()
                .map(entry -> entry.getValue().part(entry.getKey()))
                .toList());
    }

    /// Nothing more is decided for a location, because what was decided last cannot be done. Its commands go to the
    /// dead-letter topic until the shard is restored; what is in the journal stays owed.
    ///
    /// @param inputs of the decision that is given up
    /// @return what is to be written in place of it
    public List<Write> setAside(String locationId, List<Input> inputs, RuntimeException defect) {
        works.remove(locationId);
        setAside.put(locationId, defect);
        LOG.error("A defect: location {} stands still until its shard is restored", locationId, defect);
        return deadLetters(locationId, inputs);
    }

    /// The locations that stand still because of a defect.
    public Set<String> setAside() {
        return Set.copyOf(setAside.keySet());
    }

    /// Commands without a result.
    public int waiting() {
        return works.values().stream().mapToInt(LocationWork::waiting).sum();
    }

    /// Bytes of memory that they take, roughly.
    public long weight() {
        return works.values().stream().mapToLong(LocationWork::weight).sum();
    }

    /// Of these the ones with a write of unknown fate.
    public int inDoubt() {
        return works.values().stream().mapToInt(LocationWork::inDoubt).sum();
    }

    /// How each location stands, except those that only a rejected command has ever named.
    public List<LocationStatus> statuses(Instant now) {
        return Stream.concat(
                        works.values().stream().filter(work -> !work.isNobodys()).map(work -> work.status(now)),
                        setAside.keySet().stream().map(LocationStatus::setAside))
                .toList();
    }

    /// What the next owner has to know once this one makes no call any more.
    public Handover.Orderly handover(Instant now) {
        Map<String, Instant> busyUntil = new TreeMap<>();
        works.forEach((locationId, work) -> {
            Instant opens = work.successorMayCallAt(now);
            if (opens.isAfter(now)) {
                busyUntil.put(locationId, opens);
            }
        });
        setAside.keySet().forEach(locationId -> busyUntil.put(locationId, now.plus(rules.shard().burstInterval())));
        return new Handover.Orderly(busyUntil);
    }

    private void tell(Input input, Map<String, Draft> drafts, Instant now) {
        switch (input) {
            case Input.CommandReceived received ->
                guarded(received.command().locationId(), () ->
                        receive(received, of(drafts, received.command().locationId()).writes, now));
            case Input.OffsetsBeganAnew _ -> works.values().forEach(LocationWork::offsetsBeganAnew);
            case Input.CallFinished(Call call, Reply reply, Instant begunAt) ->
                guarded(call.locationId(), () -> work(call.locationId(), now).finished(call, reply, begunAt, now));
            case Input.LocationsChanged(Map<String, Location> changed) -> configure(changed, now);
        }
    }

    private void guarded(String locationId, Runnable step) {
        if (setAside.containsKey(locationId)) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException defect) {
            setAside(locationId, List.of(), defect);
        }
    }

    private List<Write> deadLetters(String locationId, List<Input> inputs) {
        String message = "Almanac cannot decide for this location: " + setAside.get(locationId).getClass().getName();
        List<Write> letters = new ArrayList<>();
        for (Input input : inputs) {
            if (input instanceof Input.CommandReceived(AppointmentCommand command, _, var origin)
                    && command.locationId().equals(locationId)) {
                letters.add(new Write.DeadLetter(origin, Write.DeadLetterReason.DECISION_FAILED, message));
            }
        }
        return letters;
    }

    /// A defect in taking in one command costs that command only.
    private void receive(Input.CommandReceived received, List<Write> writes, Instant now) {
        AppointmentCommand command = received.command();
        ConsumerRecord<byte[], byte[]> origin = received.origin();
        try {
            CommandBook.Intake intake = work(command.locationId(), now)
                    .accept(command, origin.offset(), received.trace(), now);
            if (intake == CommandBook.Intake.DIFFERENT_BODY) {
                writes.add(new Write.DeadLetter(
                        origin,
                        Write.DeadLetterReason.DIFFERENT_BODY,
                        "the command id " + command.id().commandId() + " belongs to a command with another body"));
            }
        } catch (RuntimeException defect) {
            LOG.error("Command {} could not be decided and goes to the dead-letter topic", command.id(), defect);
            writes.add(new Write.DeadLetter(origin, Write.DeadLetterReason.DECISION_FAILED, defect.getClass().getName()));
        }
    }

    private static void report(Defect defect) {
        LOG.error("A defect: command {} cannot be decided; the others go on", defect.commandId(), defect.cause());
    }

    private void configure(Map<String, Location> changed, Instant now) {
        locations = changed;
        Set<String> all = new TreeSet<>(changed.keySet());
        all.addAll(works.keySet());
        all.forEach(locationId ->
                guarded(locationId, () -> work(locationId, now).configure(changed.get(locationId), now)));
    }

    private LocationWork work(String locationId, Instant now) {
        return works.computeIfAbsent(locationId, id -> {
            LocationWork work = new LocationWork(id, rules);
            work.callNothingBefore(handover.opensAt(id, activated, rules.quietAfterDeath()), now);
            if (locations != null) {
                work.configure(locations.get(id), now);
            }
            return work;
        });
    }

    private static Draft of(Map<String, Draft> drafts, String locationId) {
        return drafts.computeIfAbsent(locationId, _ -> new Draft());
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
                    blocks.getOrDefault(locationId, List.of()),
                    all.handover())));
        }
        return parts;
    }

    private static <T> Map<String, List<T>> byLocation(List<T> records, Function<T, String> locationId) {
        return records.stream().collect(Collectors.groupingBy(locationId));
    }
}
