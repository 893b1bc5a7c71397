package dev.almanac.shard;

import dev.almanac.calendar.Operation;
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
    /// Whom they were denied to, as many as count.
    private final Map<Operation, Set<String>> subjects = new EnumMap<>(Operation.class);
    private final Map<Operation, Instant> restUntil = new EnumMap<>(Operation.class);
    private final Set<Operation> everGranted = EnumSet.noneOf(Operation.class);
    private Instant grantedAt = Instant.MIN;

    /// @param rest how long what is denied is left alone
    Denials(Duration rest) {
        this.rest = rest;
    }

    void denied(Call call, Instant now) {
        Operation operation = call.request().operation();
        inARow.merge(operation, 1, Integer::sum);
        Set<String> denied = subjects.computeIfAbsent(operation, _ -> new HashSet<>());
        if (denied.size() < IN_A_ROW) {
            denied.add(call.purpose().subject());
        }
        if (denied.size() == IN_A_ROW) {
            restUntil.put(operation, now.plus(rest));
        }
    }

    void granted(Operation operation, Instant now) {
        inARow.remove(operation);
        subjects.remove(operation);
        restUntil.remove(operation);
        everGranted.add(operation);
        grantedAt = now;
    }

    /// What several have been denied, one after the other, so that others would be as well. Commands and readings each wait for
    /// themselves, and go before polls: thousands that are denied would leave nothing for what is not.
    Set<Operation> resting(Instant now) {
        Set<Operation> resting = EnumSet.noneOf(Operation.class);
        restUntil.forEach((operation, until) -> {
            if (now.isBefore(until)) {
                resting.add(operation);
            }
        });
        return resting;
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

    /// Whether it is denied at present, and not just something that was named.
    private boolean isDenied(Operation operation) {
        int times = inARow.getOrDefault(operation, 0);
        return times >= IN_A_ROW || times > 0 && !everGranted.contains(operation);
    }
}
