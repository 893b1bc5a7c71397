package dev.almanac.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/// The simulated API without a network: requests in, answers out, everything in the ledger. In two steps, because
/// faults strike between them: a request is admitted, which counts it against the rate limit, and then performed.
public final class VendorApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SimulatedCalendar calendar;
    private final Gate gate;
    private final ApiOperations operations;
    /// The same ones where time is played, like the ids of events.
    private final SplittableRandom traces;

    public VendorApi(SimulatedCalendar calendar) {
        this.calendar = calendar;
        this.gate = new Gate(calendar);
        this.operations = new ApiOperations(calendar);
        this.traces = new SplittableRandom(calendar.time().millis());
    }

    /// A request that has arrived.
    ///
    /// @param location of its token; null if it is not admitted
    /// @param route    null if it is not admitted
    /// @param refusal  why it is not admitted; null if it is
    /// @param headers  of whatever is answered
    record Admission(
            VendorRequest request,
            String traceId,
            VendorLocation location,
            Route route,
            VendorError refusal,
            Map<String, String> headers) {}

    /// Checks version, token, rate limit, route and scope, and writes the request down.
    Admission admit(VendorRequest request) {
        String traceId = newTraceId();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json; charset=utf-8");
        VendorLocation location = null;
        Route route = null;
        VendorError refusal = null;
        try {
            gate.version(request);
            location = gate.location(request);
            RateLimiter.Verdict verdict = gate.rate(request, location);
            headers.putAll(verdict.headers());
            if (!verdict.allowed()) {
                throw VendorError.of(429, "Too Many Requests");
            }
            route = gate.route(request, location);
        } catch (VendorError refused) {
            refusal = refused;
        }
        calendar.ledger().arrived(new Ledger.Request(
                calendar.time().instant(),
                location == null ? null : location.id(),
                Route.of(request.method(), request.path()).map(Route::operation).orElse(null),
                request.method(), request.path(), request.query(), request.body(), 0, traceId));
        return new Admission(request, traceId, location, route, refusal, headers);
    }

    private synchronized String newTraceId() {
        return new UUID(traces.nextLong(), traces.nextLong()).toString();
    }

    /// Another program with the same token has sent requests.
    void usedElsewhere(String locationId, int ofInterval, int ofDay) {
        gate.usedElsewhere(calendar.location(locationId), ofInterval, ofDay);
    }

    /// Does what an admitted request asks for.
    VendorAnswer perform(Admission admission, View view) {
        if (admission.refusal() != null) {
            return error(admission, admission.refusal());
        }
        try {
            ApiOperations.Outcome outcome = operations.perform(
                    admission.request(), admission.route(), admission.location(), admission.traceId(), view);
            return answer(admission, outcome.status(), outcome.body());
        } catch (VendorError refused) {
            return error(admission, refused);
        }
    }

    /// Admits, performs and writes down, without faults.
    public VendorAnswer answer(VendorRequest request) {
        Admission admission = admit(request);
        VendorAnswer answer = perform(admission, View.TRUE);
        answered(admission, answer.status());
        return answer;
    }

    /// Writes down what was answered; 0 if nothing.
    void answered(Admission admission, int status) {
        calendar.ledger().answered(admission.traceId(), status);
    }

    VendorAnswer error(Admission admission, VendorError error) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (calendar.quirks().has(Quirk.ERROR_WITHOUT_MESSAGE)) {
            body.put("error", error.getMessage());
            body.put("status", error.status());
            return answer(admission, error.status(), body);
        }
        boolean wrong = calendar.quirks().has(Quirk.WRONG_STATUS_CODE_IN_BODY);
        body.put("statusCode", wrong ? 500 : error.status());
        body.put("message", error.message());
        String words = switch (error.status()) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 422 -> "Unprocessable Entity";
            case 500 -> "Internal Server Error";
            default -> null;
        };
        if (words != null && !words.equals(error.getMessage())) {
            body.put("error", words);
        }
        return answer(admission, error.status(), body);
    }

    private static VendorAnswer answer(Admission admission, int status, Map<String, Object> body) {
        Map<String, Object> traced = new LinkedHashMap<>(body);
        traced.put("traceId", admission.traceId());
        try {
            return new VendorAnswer(status, admission.headers(), MAPPER.writeValueAsString(traced));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("only maps, lists, texts and numbers are written", impossible);
        }
    }
}
