package dev.almanac.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
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
    private final Set<Operation> everGranted = EnumSet.noneOf(Operation.class);
    private Instant grantedAt = Instant.MIN;
    private Instant readingsRestUntil = Instant.MIN;

    /// @param rest how long what is denied is left alone
    Denials(Duration rest) {
        this.rest = rest;
    }

    void denied(Operation operation, Instant now) {
        inARow.merge(operation, 1, Integer::sum);
        if (operation == Operation.READ_APPOINTMENT && isDenied(operation)) {
            readingsRestUntil = now.plus(rest);
        }
    }

    void granted(Operation operation, Instant now) {
        inARow.remove(operation);
        everGranted.add(operation);
        grantedAt = now;
    }

    /// Readings go before polls, and each waits for itself: many that are denied would leave nothing for what is not.
    boolean mayRead(Instant now) {
        return !now.isBefore(readingsRestUntil);
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
    boolean isDenied(Operation operation) {
        int times = inARow.getOrDefault(operation, 0);
        return times >= IN_A_ROW || times > 0 && !everGranted.contains(operation);
    }
}
