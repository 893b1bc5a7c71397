package dev.almanac.calendar;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/// The request allowance of one token at one location: says when the next request may go out so that the vendor never
/// has to answer 429. One owner at a time; not thread-safe.
///
/// The vendor counts a burst per interval but not since when. A slot is therefore held from sending until the answer
/// plus one interval: wherever the vendor's interval starts, no more than the burst falls into it. Headers correct
/// what we believe, because limits differ per token and others may use the same one. Until a first answer has told
/// the limits, requests go one at a time, so that a process that takes over a location cannot add a second burst to
/// its predecessor's; where answers tell none, until an interval has passed. That first one is one too many where the predecessor had just used everything up; who hands a
/// location over therefore tells when its successor may begin, and the successor keeps the budget closed until then.
///
/// Answers may arrive in another order than they were counted in. Within a day the vendor's count of what is left
/// only falls, so the lowest one told is the latest; what may have been counted since is taken off it.
public final class RateBudget {
    /// No answer may close a budget for longer, whatever its headers say.
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final PriorityQueue<Instant> held = new PriorityQueue<>();
    private final int burstWithoutHeaders;
    private int inFlight;
    private int burst = 1;
    private Duration interval;
    private boolean limitsTold;
    /// From when on what a predecessor sent has left the vendor's interval; null before there was an answer.
    private Instant aloneFrom;
    private boolean usageTold;
    private Integer dailyLimit;
    private Integer lowestDailyRemaining;
    private int uncounted;
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

    /// Takes the slot of a request that is about to be sent. Every taken slot is given back by one call of a
    /// `finished`.
    public void take() {
        inFlight++;
    }

    /// The request never left: its slot is free at once.
    public void finishedUnsent() {
        inFlight--;
    }

    /// The request was sent, at least in part, and no answer came: it may have been counted, and nothing was learned.
    public void finishedUnanswered(Instant now) {
        inFlight--;
        uncounted++;
        held.add(now.plus(interval));
    }

    /// The request was answered, with whatever headers the answer had.
    public void finished(RateLimit headers, Instant now) {
        inFlight--;
        learnLimits(headers, now);
        learnDay(headers, now);
        held.add(now.plus(interval));
        if (headers.remaining() != null) {
            usageTold = true;
            countWhatOthersUsed(headers.remaining(), now);
        }
    }

    /// A 429 came all the same: wait for a whole interval, or for the next day where the day's allowance is gone.
    public void throttled(Instant now) {
        closedUntil = later(closedUntil, isDayUsedUp(now) ? dailyReset : now.plus(interval));
    }

    /// No request goes out before an instant that a predecessor told; after a day its word counts for nothing.
    public void closeUntil(Instant told, Instant now) {
        Instant latest = now.plus(DAY);
        closedUntil = later(closedUntil, told.isBefore(latest) ? told : latest);
    }

    /// When the next owner may make its first call, which is a lone one: now, if a call more would do no harm. The headers of
    /// its answer tell it of ours. Where there is no room, or no such header, or an answer is still missing, all that may have
    /// been counted by now has to leave the vendor's interval first.
    public Instant successorMayCallAt(Instant now) {
        boolean free = isFree(now);
        Instant opens = isDayUsedUp(now) ? dailyReset : later(closedUntil, now);
        if (inFlight > 0) {
            return later(opens, now.plus(interval));
        }
        return free && usageTold ? opens : held.stream().reduce(opens, RateBudget::later);
    }

    /// Requests that may go out now, one after the other.
    public int left(Instant now) {
        return isFree(now) ? burst - inFlight - held.size() : 0;
    }

    /// No request goes out before, whatever is left.
    public Instant closedUntil() {
        return closedUntil;
    }

    /// The rest of the day's allowance; empty where no header has told of one.
    public Optional<DayAllowance> day(Instant now) {
        if (dailyLimit == null) {
            return Optional.empty();
        }
        return Optional.of(
                lowestDailyRemaining != null && now.isBefore(dailyReset)
                        ? new DayAllowance(dailyLimit, dailyRemaining(), Duration.between(now, dailyReset))
                        : new DayAllowance(dailyLimit, dailyLimit, DAY));
    }

    /// What is left of the day's allowance, as far as known; else null.
    Integer dailyRemaining() {
        return lowestDailyRemaining == null ? null : Integer.valueOf(lowestDailyRemaining - inFlight - uncounted);
    }

    /// Whether the day's allowance holds nothing more. Where only unanswered requests may have used it up, a lone one goes out
    /// now and then to find out.
    public boolean isDayUsedUp(Instant now) {
        if (lowestDailyRemaining == null || dailyRemaining() > 0 || !now.isBefore(dailyReset)) {
            return false;
        }
        boolean known = lowestDailyRemaining <= 0;
        return known || inFlight > 0 || !held.isEmpty();
    }

    /// An answer without the header, such as a gateway's, takes back nothing that another one told.
    private void learnLimits(RateLimit headers, Instant now) {
        if (headers.max() != null && headers.max() > 0) {
            burst = headers.max();
            limitsTold = true;
        } else if (!limitsTold) {
            aloneFrom = aloneFrom == null ? now.plus(interval) : aloneFrom;
            burst = now.isBefore(aloneFrom) ? 1 : burstWithoutHeaders;
        }
        if (headers.interval() != null && headers.interval().isPositive()) {
            interval = shorter(headers.interval(), LONGEST_INTERVAL);
        }
        if (headers.dailyLimit() != null) {
            dailyLimit = headers.dailyLimit();
        }
    }

    private void learnDay(RateLimit headers, Instant now) {
        if (headers.dailyRemaining() == null) {
            uncounted++;
            return;
        }
        int told = headers.dailyRemaining();
        // More than answers overtaking each other can explain.
        boolean newDay = lowestDailyRemaining == null || !now.isBefore(dailyReset)
                || told > lowestDailyRemaining + burst;
        if (newDay || told < lowestDailyRemaining) {
            lowestDailyRemaining = told;
            uncounted = 0;
        }
        if (headers.dailyReset() != null) {
            dailyReset = now.plus(shorter(headers.dailyReset(), DAY));
        } else if (newDay) {
            dailyReset = now.plus(DAY);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Requests that the vendor counted and we did not send, by a predecessor or by another user of the token.
    private void countWhatOthersUsed(int remaining, Instant now) {
        int unknown = burst - remaining - held.size() - inFlight;
        for (int i = 0; i < unknown; i++) {
            held.add(now.plus(interval));
        }
    }
}
