package dev.almanac.shard;

import dev.almanac.calendar.ApiResult;

/// What the answer to a poll was.
enum Polled {
    TOLD,
    /// An answer too, if a useless one: asking at once again would not change it.
    REFUSED,
    NOTHING;

    static Polled unlessTold(ApiResult<?> result) {
        return result instanceof ApiResult.Refused || result instanceof ApiResult.NotFound ? REFUSED : NOTHING;
    }
}
