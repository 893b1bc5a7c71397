package dev.almanac.shard;

import dev.almanac.calendar.Operation;
import dev.almanac.command.Errand;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the vendor denies of one location although it accepts the token, because a scope is missing or something named is not
/// the location's. It costs what is denied and nothing else: bookings go on where blocked time must not be read.
final class Denials {
    /// One calendar of somebody else among others that may be listed is no operation denied.
    private static final int IN_A_ROW = 3;

    /// What is asked again and again, so that an answer of long ago says nothing of now.
    private static final List<Operation> POLLED = List.of(Operation.LIST_APPOINTMENTS, Operation.LIST_BLOCKED_TIME);

    private final Duration rest;
    private final Map<Operation, Integer> inARow = new EnumMap<>(Operation.class);
    /// Polls have their own pace: how often these are denied rests nobody.
    private final Rests ofCommands = new Rests();
    private final Rests ofReadings = new Rests();
    private final Set<Operation> everGranted = EnumSet.noneOf(Operation.class);
    private Instant grantedAt = Instant.MIN;

    /// @param rest how long what is denied is left alone
    Denials(Duration rest) {
        this.rest = rest;
    }

    void denied(Call call, Instant now) {
        Operation operation = call.request().operation();
        inARow.merge(operation, 1, Integer::sum);
        switch (call.purpose()) {
            case Purpose.ForCommand(Errand errand) -> ofCommands.denied(operation, errand.commandId().commandId(), now);
            case Purpose.ForReading(String appointmentId) -> ofReadings.denied(operation, appointmentId, now);
            case Purpose.ForPoll _, Purpose.ForDiscovery _ -> {}
        }
    }

    void granted(Operation operation, Instant now) {
        inARow.remove(operation);
        ofCommands.granted(operation);
        ofReadings.granted(operation);
        everGranted.add(operation);
        grantedAt = now;
    }

    /// What several commands have been denied, one after the other, so that others would be as well. Each waits for itself, and they go
    /// before polls: thousands that are denied would leave nothing for what is not.
    Set<Operation> resting(Instant now) {
        return ofCommands.at(now);
    }

    /// Whether appointments may be read by id, for the same reason.
    boolean mayRead(Instant now) {
        return !ofReadings.at(now).contains(Operation.READ_APPOINTMENT);
    }

    /// What is denied at present.
    List<Operation> all() {
        return inARow.keySet().stream().filter(this::isDenied).toList();
    }

    /// Whether nothing but denials has come back for a while.
    boolean isEverything(Instant now) {
        boolean anyPollGranted = POLLED.stream().anyMatch(poll -> everGranted.contains(poll) && !isDenied(poll));
        return !all().isEmpty() && !anyPollGranted && (everGranted.isEmpty() || !now.isBefore(grantedAt.plus(rest)));
    }

    /// What has been denied to several, with none granted between.
    private final class Rests {
        private final Map<Operation, Set<String>> denied = new EnumMap<>(Operation.class);
        private final Map<Operation, Instant> until = new EnumMap<>(Operation.class);

        void denied(Operation operation, String to, Instant now) {
            if (until.containsKey(operation) && now.isAfter(until.get(operation).plus(rest))) {
                granted(operation); // those of then may be gone, and this one alone
            }
            Set<String> several = denied.computeIfAbsent(operation, _ -> new HashSet<>());
            if (several.size() < IN_A_ROW) {
                several.add(to);
            }
            if (several.size() == IN_A_ROW) {
                until.put(operation, now.plus(rest));
            }
        }

        void granted(Operation operation) {
            denied.remove(operation);
            until.remove(operation);
        }

        Set<Operation> at(Instant now) {
            Set<Operation> resting = EnumSet.noneOf(Operation.class);
            until.forEach((operation, end) -> {
                if (now.isBefore(end)) {
                    resting.add(operation);
                }
            });
            return resting;
        }
    }

    /// Whether it is denied at present, and not just something that was named.
    private boolean isDenied(Operation operation) {
        int times = inARow.getOrDefault(operation, 0);
        return times >= IN_A_ROW || times > 0 && !everGranted.contains(operation);
    }
}
