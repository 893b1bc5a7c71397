package dev.almanac.dev;

import java.time.Duration;

/// What can go wrong with one request beyond a plain answer. Every fault strikes after the request was counted against
/// the rate limit, and most say on which side of the request's effect.
public sealed interface Fault {

    /// Whether the request has its effect before the fault is seen, or never.
    enum When {
        BEFORE_EFFECT,
        AFTER_EFFECT
    }

    /// Time passes before the effect, or between the effect and the answer; the answer itself is right.
    record Delay(Duration by, When when) implements Fault {}

    /// An error of the vendor's shape. `BEFORE_EFFECT`, nothing happens; `AFTER_EFFECT`, the error is a lie.
    record ErrorAnswer(int status, String message, When when) implements Fault {}

    /// The connection is reset without a byte of an answer.
    record Reset(When when) implements Fault {}

    /// A page in HTML, as an edge or a gateway answers.
    record Html(int status, When when) implements Fault {}

    /// The effect takes place, then the connection breaks in the middle of the answer's body.
    record CutBody() implements Fault {}

    /// 504 at once, and the effect this much later, if it is possible then.
    record LateEffect(Duration by) implements Fault {}

    /// A list tells the rows as they were this long ago.
    record StaleList(Duration age) implements Fault {}

    /// A list leaves out each row with this probability, and says 200.
    record DroppedRows(double share, long seed) implements Fault {}

    /// 5xx without the effect, or with it.
    static Fault serverError(int status, When when) {
        return new ErrorAnswer(status, "Internal server error", when);
    }

    /// 429 although the client kept to its allowance, as when another program uses the same token.
    static Fault tooManyRequests() {
        return new ErrorAnswer(429, "Too Many Requests", When.BEFORE_EFFECT);
    }

    /// The gateway's time-out, which hides behind 401.
    static Fault commandTimedOut(When when) {
        return new ErrorAnswer(401, "Command timed out", when);
    }

    /// The token was revoked; let it strike every request to make it persistent.
    static Fault wrongToken() {
        return new ErrorAnswer(401, "Invalid JWT", When.BEFORE_EFFECT);
    }
}
