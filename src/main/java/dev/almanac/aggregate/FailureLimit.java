package dev.almanac.aggregate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/// Tells a failure that passes from one that stays: so many within a span are survived, and outages are not counted.
final class FailureLimit {
    private final int most;
    private final Duration span;
    private final Deque<Instant> counted = new ArrayDeque<>();

    FailureLimit(int most, Duration span) {
        this.most = most;
        this.span = span;
    }

    /// Whether to go on after this failure.
    synchronized boolean allows(Throwable failure, Instant now) {
        if (isOutage(failure)) {
            return true;
        }
        counted.addLast(now);
        while (counted.getFirst().plus(span).isBefore(now)) {
            counted.removeFirst();
        }
        return counted.size() <= most;
    }

    /// Something on the network did not answer, or not well: the broker or the schema registry. Both say by the kind of the
    /// exception that the same attempt may succeed later; and permissions are changed and mended by people. Whatever else is wrong
    /// with a disk, a store or a row says nothing of the kind, and would be tried again for ever.
    static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof AuthenticationException
                    || cause instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }
}
