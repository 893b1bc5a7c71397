package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;

/// The request allowance of one token at one location: says when the next request may go out so that the vendor never has to
/// answer 429. One owner at a time; not thread-safe.
///
/// The vendor counts a burst per interval but not since when. A slot is therefore held from sending until the answer plus one
/// interval: wherever the vendor's interval starts, no more than the burst falls into it. Headers correct what we believe,
/// because limits differ per token and others may use the same one. Until a first answer has told the limits, requests go one
/// at a time, so that a process that takes over a location cannot add a second burst to its predecessor's.
public final class RateBudget {
    private final PriorityQueue<Instant> held = new PriorityQueue<>();
    private final int burstWithoutHeaders;
    private int inFlight;
    private int burst = 1;
    private Duration interval;
    private Integer dailyLimit;
    private Integer dailyRemaining;
    private Instant dailyReset = Instant.MIN;
    private Instant closedUntil = Instant.MIN;

    /// @param burstWithoutHeaders requests per interval to assume of a server that sends no rate-limit headers
    /// @param interval            length of the interval until a header tells it
    public RateBudget(int burstWithoutHeaders, Duration interval) {
        if (burstWithoutHeaders < 1) {
            throw new IllegalArgumentException("a budget needs at least one request per interval");
        }
        this.burstWithoutHeaders = burstWithoutHeaders;
        this.interval = requireNonNull(interval, "interval");
    }

    /// Whether a request may go out now.
    public boolean isFree(Instant now) {
        while (!held.isEmpty() && !held.peek().isAfter(now)) {
            held.remove();
        }
        return !now.isBefore(closedUntil) && !isDayUsedUp(now) && inFlight + held.size() < burst;
    }

    /// Takes the slot of a request that is about to be sent. Every taken slot is given back by one call of a `finished`.
    public void take() {
        inFlight++;
        if (dailyRemaining != null) {
            dailyRemaining--;
        }
    }

    /// The request never left: its slot is free at once.
    public void finishedUnsent() {
        inFlight--;
        if (dailyRemaining != null) {
            dailyRemaining++;
        }
    }

    /// The request was sent and has come to an end, with whatever headers the answer had.
    public void finished(RateLimit headers, Instant now) {
        inFlight--;
        learnLimits(headers, now);
        held.add(now.plus(interval));
        if (headers.remaining() != null) {
            countWhatOthersUsed(headers.remaining(), now);
        }
    }

    /// A 429 came all the same: wait for a whole interval, or for the next day where the day's allowance is gone.
    public void throttled(Instant now) {
        closedUntil = isDayUsedUp(now) ? dailyReset : now.plus(interval);
    }

    /// Requests per day, where a header told; else null.
    public Integer dailyLimit() {
        return dailyLimit;
    }

    /// What is left of the day's allowance, as far as known; else null.
    public Integer dailyRemaining() {
        return dailyRemaining;
    }

    private boolean isDayUsedUp(Instant now) {
        return dailyRemaining != null && dailyRemaining <= 0 && now.isBefore(dailyReset);
    }

    private void learnLimits(RateLimit headers, Instant now) {
        burst = headers.max() != null && headers.max() > 0 ? headers.max() : Math.max(burst, burstWithoutHeaders);
        if (headers.interval() != null && headers.interval().isPositive()) {
            interval = headers.interval();
        }
        if (headers.dailyLimit() != null) {
            dailyLimit = headers.dailyLimit();
        }
        if (headers.dailyRemaining() != null) {
            dailyRemaining = headers.dailyRemaining() - inFlight;
            dailyReset = headers.dailyReset() != null ? now.plus(headers.dailyReset()) : now.plus(Duration.ofDays(1));
        }
    }

    /// Requests that the vendor counted and we did not send, by a predecessor or by another user of the token.
    private void countWhatOthersUsed(int remaining, Instant now) {
        int unknown = burst - remaining - held.size() - inFlight;
        for (int i = 0; i < unknown; i++) {
            held.add(now.plus(interval));
        }
    }
}
