package dev.almanac.calendar;

/// What one request came to. The cases differ in what may be believed about the calendar afterwards, which is all that
/// decides what to do next.
public sealed interface ApiResult<T> {

    /// The answer is whole and valid.
    record Ok<T>(T value, Answer answer) implements ApiResult<T> {}

    /// There is no such appointment: 404, or a 400 that says so. Nothing was changed.
    record NotFound<T>(Answer answer) implements ApiResult<T> {}

    /// Understood and refused: a 4xx in the API's own words, not those of something in between. Nothing was changed.
    record Refused<T>(Refusal reason, Answer answer) implements ApiResult<T> {}

    /// 429: over the burst or the daily allowance. Nothing was changed; the same request may be sent later.
    record Throttled<T>(Answer answer) implements ApiResult<T> {}

    /// 401 or 403 about token, scope, version or location. Nothing was changed; the same request will do no better until
    /// somebody mends the credential.
    record Denied<T>(Answer answer) implements ApiResult<T> {
        /// Whether it says nothing of other requests with the same token.
        public boolean isOfOneKind() {
            return AnswerMeaning.isOfOneKind(answer);
        }
    }

    /// A request of unknown fate: sent, at least in part, without a whole and understood answer: a time-out, a reset,
    /// 408, 5xx, `Command timed out`, a cut or foreign body, a created appointment without id. A write may have landed,
    /// now or a little later; a read has told nothing.
    ///
    /// @param cause  for people and logs; holds no people's data
    /// @param answer what was received, or null
    record InDoubt<T>(String cause, Answer answer) implements ApiResult<T> {}

    /// Not a byte of the request left: no connection, none free in time, or no longer allowed to send. Nothing was
    /// changed.
    record NotSent<T>(String cause) implements ApiResult<T> {}

    /// Why the vendor refused, as far as its text tells.
    enum Refusal {
        SLOT_UNAVAILABLE,
        VALIDATION,
        /// A 4xx with a text that is not known: a refusal, but not one to reason about.
        OTHER
    }
}
