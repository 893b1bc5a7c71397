package dev.almanac.dev;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts requests per token and location and tells what is left in the vendor's headers. Refused requests count as
/// little as if they had not been sent. Thread-safe.
final class RateLimiter {
    private final InstantSource time;
    private final Quirks quirks;
    private final Map<String, Usage> usages = new HashMap<>();

    RateLimiter(InstantSource time, Quirks quirks) {
        this.time = time;
        this.quirks = quirks;
    }

    private static final class Usage {
        private final Deque<Instant> burst = new ArrayDeque<>();
        private Instant dayBegan;
        private int today;
    }

    /// Whether a request is within its allowance, and the headers of its answer.
    record Verdict(boolean allowed, Map<String, String> headers) {}

    synchronized Verdict count(String token, RateAllowance allowance) {
        Instant now = time.instant();
        Usage usage = usages.computeIfAbsent(token, fresh -> new Usage());
        forget(usage, now, allowance);
        boolean allowed = usage.burst.size() < allowance.burst() && usage.today < allowance.daily();
        if (allowed) {
            usage.burst.addLast(now);
            usage.today++;
        }
        return new Verdict(allowed, headers(usage, now, allowance));
    }

    /// Another program with the same token has used some of it: of an interval that begins with it, if any of that.
    synchronized void usedElsewhere(String token, int ofInterval, int ofDay) {
        Usage usage = usages.computeIfAbsent(token, fresh -> new Usage());
        if (ofInterval > 0) {
            usage.burst.clear();
        }
        for (int i = 0; i < ofInterval; i++) {
            usage.burst.addLast(time.instant());
        }
        usage.today += ofDay;
    }

    private void forget(Usage usage, Instant now, RateAllowance allowance) {
        if (usage.dayBegan == null || !now.isBefore(usage.dayBegan.plus(allowance.day()))) {
            usage.dayBegan = now;
            usage.today = 0;
        }
        while (!usage.burst.isEmpty() && !now.isBefore(usage.burst.peekFirst().plus(allowance.interval()))) {
            if (quirks.has(Quirk.SLIDING_RATE_WINDOW)) {
                usage.burst.removeFirst();
            } else {
                usage.burst.clear();
            }
        }
    }

    private static Map<String, String> headers(Usage usage, Instant now, RateAllowance allowance) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-ratelimit-max", "" + allowance.burst());
        headers.put("x-ratelimit-remaining", "" + Math.max(0, allowance.burst() - usage.burst.size()));
        headers.put("x-ratelimit-interval-milliseconds", "" + allowance.interval().toMillis());
        headers.put("x-ratelimit-limit-daily", "" + allowance.daily());
        headers.put("x-ratelimit-daily-remaining", "" + Math.max(0, allowance.daily() - usage.today));
        headers.put("x-ratelimit-daily-reset", "" + Duration.between(now, usage.dayBegan.plus(allowance.day())).toMillis());
        return headers;
    }
}
