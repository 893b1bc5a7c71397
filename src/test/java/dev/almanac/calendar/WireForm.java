package dev.almanac.calendar;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.core5.http.message.BasicHttpResponse;

/// Requests and answers as they are on the wire, without a wire: the production code on either side of it, for tests
/// that carry the texts across in their own time.
public final class WireForm {
    private static final CalendarSettings SETTINGS = new CalendarSettings(
            URI.create("http://calendar"), "2021-04-15", Duration.ofSeconds(20), Duration.ofSeconds(5),
            Duration.ofSeconds(2), 200, null, Duration.ofSeconds(30), 33_554_432, "almanac");

    private WireForm() {}

    /// A request as it is written.
    ///
    /// @param target path and query
    /// @param body   empty if there is none
    public record Sent(String method, String target, Map<String, String> headers, String body) {}

    public static Sent of(Request request, String locationId, String token) {
        CalendarRequest written = switch (request) {
            case Request.ReadAppointment(String id) -> CalendarRequest.read(SETTINGS, id);
            case Request.ListAppointments(var owner, var window) ->
                CalendarRequest.appointments(SETTINGS, locationId, owner, window);
            case Request.ListBlockedTime(var owner, var window) ->
                CalendarRequest.blockedTime(SETTINGS, locationId, owner, window);
            case Request.ListCalendars _ -> CalendarRequest.calendars(SETTINGS, locationId);
            case Request.CreateAppointment(var booking) -> {
                Map<String, Object> members = new TreeMap<>(booking.details().given());
                members.put("locationId", booking.locationId());
                members.put("contactId", booking.contactId());
                yield CalendarRequest.create(SETTINGS, ApiJson.bytes(members));
            }
            case Request.UpdateAppointment(String id, var details) ->
                CalendarRequest.update(SETTINGS, id, ApiJson.bytes(details.given()));
        };
        String query = written.uri().getRawQuery();
        return new Sent(
                written.operation().method,
                written.uri().getRawPath() + (query == null ? "" : "?" + query),
                Map.of(
                        "authorization", "Bearer " + token,
                        "version", SETTINGS.version(),
                        "content-type", "application/json"),
                written.body() == null ? "" : new String(written.body(), StandardCharsets.UTF_8));
    }

    /// A whole answer came.
    public static Reply received(
            Request request, String locationId, int status, Map<String, String> headers, String body) {
        BasicHttpResponse head = head(status, headers);
        return reply(request, locationId, new Exchange.Received(
                status, AnswerHeaders.traceId(head), AnswerHeaders.rateLimit(head),
                body.getBytes(StandardCharsets.UTF_8)));
    }

    /// The head of an answer came, and not its whole body.
    public static Reply cut(Request request, String locationId, int status, Map<String, String> headers) {
        BasicHttpResponse head = head(status, headers);
        Answer answer = new Answer(status, null, AnswerHeaders.traceId(head), AnswerHeaders.rateLimit(head));
        return reply(request, locationId, new Exchange.Lost("cut", answer));
    }

    /// Nothing came.
    public static Reply lost(Request request, String locationId) {
        return reply(request, locationId, new Exchange.Lost("lost", null));
    }

    /// Nothing was sent.
    public static Reply unsent(Request request, String locationId) {
        return reply(request, locationId, new Exchange.Unsent("not sent"));
    }

    static Answer answer(int status, String traceId, Map<String, String> headers) {
        return new Answer(status, null, traceId, AnswerHeaders.rateLimit(head(status, headers)));
    }

    /// A list whose value is known.
    static Reply known(Request request, Object value, Answer answer) {
        return switch (request) {
            case Request.ListAppointments _ -> new Reply.Events(new ApiResult.Ok<>((EventList) value, answer));
            case Request.ListBlockedTime _ -> new Reply.Blocked(new ApiResult.Ok<>(blocked(value), answer));
            case Request.ReadAppointment _, Request.ListCalendars _, Request.CreateAppointment _,
                    Request.UpdateAppointment _ ->
                throw new IllegalArgumentException("not a list: " + request);
        };
    }

    private static List<BlockedTime> blocked(Object value) {
        return ((List<?>) value).stream().map(BlockedTime.class::cast).toList();
    }

    private static BasicHttpResponse head(int status, Map<String, String> headers) {
        BasicHttpResponse head = new BasicHttpResponse(status);
        headers.forEach(head::setHeader);
        return head;
    }

    private static Reply reply(Request request, String locationId, Exchange exchange) {
        return switch (request) {
            case Request.ReadAppointment _ ->
                new Reply.Read(result(
                        exchange, request.operation(), answer -> ApiJson.appointment(answer, locationId)));
            case Request.ListAppointments _ ->
                new Reply.Events(result(
                        exchange, request.operation(), answer -> ApiJson.events(answer, locationId)));
            case Request.ListBlockedTime _ ->
                new Reply.Blocked(result(
                        exchange, request.operation(), answer -> ApiJson.blockedTimes(answer, locationId)));
            case Request.ListCalendars _ ->
                new Reply.Calendars(result(exchange, request.operation(), ApiJson::calendarIds));
            case Request.CreateAppointment _ ->
                new Reply.Written(result(exchange, request.operation(), ApiJson::writtenId));
            case Request.UpdateAppointment _ ->
                new Reply.Written(result(exchange, request.operation(), ApiJson::writtenId));
        };
    }

    private static <T> ApiResult<T> result(
            Exchange exchange, Operation operation, AnswerReader<T> reader) {
        return switch (exchange) {
            case Exchange.Unsent(String cause) -> new ApiResult.NotSent<>(cause);
            case Exchange.Lost(String cause, Answer head) -> new ApiResult.InDoubt<>(cause, head);
            case Exchange.Received received -> AnswerMeaning.of(operation, received, reader);
        };
    }
}
