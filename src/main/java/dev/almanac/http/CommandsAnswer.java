package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.command.CommandResult;
import java.util.List;

/// The JSON of `GET /commands`: the last ones that did not succeed, the newest first.
@JsonInclude
record CommandsAnswer(String locationId, List<Result> rejected, List<Result> unresolved) {
    /// A vendor's message can be a page of HTML.
    private static final int MOST_CHARACTERS = 300;

    /// How one command ended, as on the topic of results.
    ///
    /// @param operation     `CREATE`, `UPDATE` or `INVALID`
    /// @param reason        for programs
    /// @param message       for people, cut where it is long
    /// @param appointmentId null where it named none and made none
    @JsonInclude
    record Result(
            String commandId,
            String operation,
            String outcome,
            String reason,
            String message,
            String appointmentId,
            String traceId,
            int attempts,
            String receivedAt,
            String finishedAt) {}

    static Result result(CommandResult result) {
        return new Result(
                result.id().commandId(),
                result.operation().name(),
                result.outcome().name(),
                result.reason().name(),
                cut(result.message()),
                result.appointmentId(),
                result.traceId(),
                result.attempts(),
                result.receivedAt().toString(),
                result.finishedAt().toString());
    }

    private static String cut(String message) {
        return message == null || message.length() <= MOST_CHARACTERS
                ? message
                : message.substring(0, MOST_CHARACTERS) + "…";
    }
}
