package dev.almanac.calendar;

import dev.almanac.calendar.ApiResult.Refusal;
import java.util.regex.Pattern;

/// What a whole answer means. The HTTP status leads, because the one in the body may disagree; where a status alone
/// would claim too much, the answer must also look like the API's own: a page of the edge is no proof that anything
/// happened or did not.
final class AnswerMeaning {
    /// A gateway that gave up waiting has been seen to say so under 401.
    private static final Pattern TIMED_OUT = Pattern.compile("(?i)\\btime[ -]?out\\b|\\btimed[ -]out\\b");
    /// One known text, seen under 400 and 422, for a slot taken, outside the hours, or not one of the calendar's.
    private static final Pattern SLOT_TAKEN = Pattern.compile("(?i)\\bslot\\b.*\\bavailable\\b");
    private static final Pattern INVALID = Pattern.compile(
            "(?i)valid duration|should not exist|\\bmust be\\b|\\bis (required|missing)\\b|not part of calendar team");
    private static final Pattern GONE = Pattern.compile(
            "(?i)not found|(does not|doesn.?t|no longer) exist|(been|was|is) deleted");
    private static final Pattern NO_ROUTE = Pattern.compile("(?i)^cannot (get|put|post) ");
    /// A missing scope is told under 401, like a token that is not one.
    private static final Pattern ONE_KIND = Pattern.compile("(?i)\\b(scope|route)\\b");
    private static final Pattern APPOINTMENT = Pattern.compile("(?i)\\b(appointment|event)\\b");
    private static final Pattern OTHER_THING =
            Pattern.compile("(?i)\\b(calendar|contact|user|team|location|group|resource)\\b");

    private AnswerMeaning() {}

    static <T> ApiResult<T> of(Operation operation, Exchange.Received received, AnswerReader<T> reader) {
        int status = received.status();
        if (status >= 200 && status < 300) {
            return success(received, reader);
        }
        ErrorBody error = ErrorBody.read(received.body());
        String traceId = error.traceId() != null ? error.traceId() : received.traceId();
        Answer answer = new Answer(status, error.message(), traceId, received.rateLimit());
        if (status == 429) {
            return new ApiResult.Throttled<>(answer);
        }
        if (status < 400 || status >= 500 || status == 408 || TIMED_OUT.matcher(error.text()).find()) {
            return new ApiResult.InDoubt<>("HTTP " + status, answer);
        }
        // An edge that turns a request away (an HTML 403, "error code 1010") has not passed it on.
        if (status == 401 || status == 403) {
            return new ApiResult.Denied<>(answer);
        }
        // Without the API's own words even a 404 may be about the route, or from something that lost the upstream.
        if (!error.fromTheApi()) {
            return new ApiResult.InDoubt<>("HTTP " + status + " without a reason of the API", answer);
        }
        return isGone(operation, status, error.text())
                ? new ApiResult.NotFound<>(answer)
                : new ApiResult.Refused<>(refusal(status, error.text()), answer);
    }

    /// Whether a denial is about what was asked, and not about the token.
    static boolean isOfOneKind(Answer denial) {
        return denial.status() == 403 || denial.message() != null && ONE_KIND.matcher(denial.message()).find();
    }

    private static <T> ApiResult<T> success(Exchange.Received received, AnswerReader<T> reader) {
        AnswerBody body = new AnswerBody(received.body());
        try {
            T value = reader.read(body);
            return new ApiResult.Ok<>(value, answer(received, body));
        } catch (UnreadableAnswer e) {
            return new ApiResult.InDoubt<>("HTTP " + received.status() + ", but " + e.getMessage(), answer(received, body));
        }
    }

    private static Answer answer(Exchange.Received received, AnswerBody body) {
        String traceId = body.traceId() != null ? body.traceId() : received.traceId();
        return new Answer(received.status(), null, traceId, received.rateLimit());
    }

    /// Which status an unknown id gets is documented nowhere, so 400 and 404 both count. An update's 400 is usually
    /// about what it sends and its 404 may be about a calendar or a user in it: there the text decides.
    private static boolean isGone(Operation operation, int status, String text) {
        if (status != 400 && status != 404 || NO_ROUTE.matcher(text).find() || refusal(status, text) != Refusal.OTHER) {
            return false;
        }
        boolean aboutAnother = OTHER_THING.matcher(text).find() && !APPOINTMENT.matcher(text).find();
        return switch (operation) {
            case READ_APPOINTMENT -> !aboutAnother;
            case UPDATE_APPOINTMENT -> !aboutAnother && (status == 404 || GONE.matcher(text).find());
            case LIST_APPOINTMENTS, LIST_BLOCKED_TIME, LIST_CALENDARS, CREATE_APPOINTMENT -> false;
        };
    }

    private static Refusal refusal(int status, String text) {
        if (status != 400 && status != 422) {
            return Refusal.OTHER;
        }
        if (SLOT_TAKEN.matcher(text).find()) {
            return Refusal.SLOT_UNAVAILABLE;
        }
        return status == 422 || INVALID.matcher(text).find() ? Refusal.VALIDATION : Refusal.OTHER;
    }
}
