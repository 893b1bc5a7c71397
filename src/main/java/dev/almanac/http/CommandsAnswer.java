package dev.almanac.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.almanac.command.CommandResult;
import java.util.List;
import java.util.regex.Pattern;

/// The JSON of `GET /commands`: the last ones that did not succeed, the newest first.
@JsonInclude
record CommandsAnswer(String locationId, List<Result> rejected, List<Result> unresolved) {
    /// A vendor's message can be a page of HTML.
    private static final int MOST_CHARACTERS = 300;

    /// Enough that a link is not cut where it could not be told for one.
    private static final int MOST_LOOKED_AT = 1_000;

    /// A vendor's message may quote what somebody wrote: a meeting link lets in whoever has it, an address is a person's. The topic
    /// of results has the message as it came.
    private static final Pattern PRIVATE = Pattern.compile(
            "\\b[a-z][a-z0-9+.-]*:(?:\\\\?/){2}[^\\s\"'<>]+|\\bwww\\.[^\\s\"'<>]+|[^\\s\"'<>@:]+@[^\\s\"'<>@]+\\.[^\\s\"'<>@]+",
            Pattern.CASE_INSENSITIVE);

    /// How one command ended, as on the topic of results.
    ///
    /// @param operation     `CREATE`, `UPDATE` or `INVALID`
    /// @param reason        for programs
    /// @param message       for people, cut where it is long, and without web and e-mail addresses
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
                shown(result.message()),
                result.appointmentId(),
                result.traceId(),
                result.attempts(),
                result.receivedAt().toString(),
                result.finishedAt().toString());
    }

    private static String shown(String message) {
        if (message == null) {
            return null;
        }
        String beginning = message.length() <= MOST_LOOKED_AT ? message : message.substring(0, MOST_LOOKED_AT);
        String masked = PRIVATE.matcher(beginning).replaceAll("[address]");
        return masked.length() <= MOST_CHARACTERS ? masked : masked.substring(0, MOST_CHARACTERS) + "…";
    }
}
