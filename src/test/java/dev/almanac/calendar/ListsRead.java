package dev.almanac.calendar;

import java.util.HashMap;
import java.util.Map;

/// Lists that were read before. Most polls are answered with what the poll before them was answered with, word for word
/// but for the trace id at the end: such an answer means the same again, and is not read anew.
public final class ListsRead {
    private static final String TRACE = ",\"traceId\":\"";

    private final Map<Said, Object> values = new HashMap<>();

    private record Said(Class<?> question, String locationId, String body) {}

    /// What a whole answer means, as [WireForm#received] tells it.
    public Reply received(Request request, String locationId, int status, Map<String, String> headers, String body) {
        int traced = body.lastIndexOf(TRACE);
        boolean list = request instanceof Request.ListAppointments || request instanceof Request.ListBlockedTime;
        if (!list || status != 200 || traced < 0) {
            return WireForm.received(request, locationId, status, headers, body);
        }
        Said said = new Said(request.getClass(), locationId, body.substring(0, traced));
        Object known = values.get(said);
        if (known != null) {
            String traceId = body.substring(traced + TRACE.length(), body.length() - 2);
            return WireForm.known(request, known, WireForm.answer(status, traceId, headers));
        }
        Reply reply = WireForm.received(request, locationId, status, headers, body);
        if (reply.result() instanceof ApiResult.Ok<?>(Object value, _)) {
            values.put(said, value);
        }
        return reply;
    }
}
