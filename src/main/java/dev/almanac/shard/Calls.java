package dev.almanac.shard;

import dev.almanac.calendar.AccessToken;
import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.CalendarApi;
import dev.almanac.calendar.Caller;
import dev.almanac.calendar.Reply;
import dev.almanac.calendar.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends calls, each on a virtual thread, and hands back what became of them. A call always comes back.
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

    private final CalendarApi api;
    private final Function<String, Optional<AccessToken>> tokens;
    private final InstantSource clock;
    private final Duration sendWithin;

    Calls(CalendarApi api, Function<String, Optional<AccessToken>> tokens, InstantSource clock, Duration sendWithin) {
        this.api = api;
        this.tokens = tokens;
        this.clock = clock;
        this.sendWithin = sendWithin;
    }

    /// Starts a call whose intent is committed.
    ///
    /// @param decidedAt  before the first attempt to commit it: a process may be frozen while it waits for that, too
    /// @param stillOwned asked again right before the request is written; false keeps it from being sent
    /// @param finished   told from another thread, exactly once
    void start(Call call, Instant decidedAt, BooleanSupplier stillOwned, Consumer<Input.CallFinished> finished) {
        BooleanSupplier maySend =
                () -> stillOwned.getAsBoolean() && clock.instant().isBefore(decidedAt.plus(sendWithin));
        Thread.ofVirtual().name("call").start(() -> {
            Instant begunAt = clock.instant();
            finished.accept(new Input.CallFinished(call, reply(call, maySend), begunAt));
        });
    }

    private Reply reply(Call call, BooleanSupplier maySend) {
        try {
            return tokens.apply(call.credential())
                    .map(token -> send(call, new Caller(token, maySend)))
                    .orElseGet(() -> notSent(call.request(), "there is no access token named " + call.credential()));
        } catch (RuntimeException | Error defect) { // even then: a call that never came back would keep its lane closed
            LOG.error("A call for location {} failed in a way it should not", call.locationId(), defect);
            return nothing(call.request(), true, defect.getClass().getName());
        }
    }

    private Reply send(Call call, Caller caller) {
        String location = call.locationId();
        return switch (call.request()) {
            case Request.ReadAppointment(String id) -> new Reply.Read(api.readAppointment(caller, location, id));
            case Request.ListAppointments(var owner, var window) ->
                new Reply.Events(api.listAppointments(caller, location, owner, window));
            case Request.ListBlockedTime(var owner, var window) ->
                new Reply.Blocked(api.listBlockedTime(caller, location, owner, window));
            case Request.ListCalendars _ -> new Reply.Calendars(api.listCalendars(caller, location));
            case Request.CreateAppointment(var booking) -> new Reply.Written(api.createAppointment(caller, booking));
            case Request.UpdateAppointment(String id, var details) ->
                new Reply.Written(api.updateAppointment(caller, id, details));
        };
    }

    /// The reply to a request of which not a byte was sent.
    static Reply notSent(Request request, String cause) {
        return nothing(request, false, cause);
    }

    /// The reply to a request that came to nothing.
    private static Reply nothing(Request request, boolean maybeSent, String cause) {
        return switch (request) {
            case Request.ReadAppointment _ -> new Reply.Read(nothing(maybeSent, cause));
            case Request.ListAppointments _ -> new Reply.Events(nothing(maybeSent, cause));
            case Request.ListBlockedTime _ -> new Reply.Blocked(nothing(maybeSent, cause));
            case Request.ListCalendars _ -> new Reply.Calendars(nothing(maybeSent, cause));
            case Request.CreateAppointment _, Request.UpdateAppointment _ -> new Reply.Written(nothing(maybeSent, cause));
        };
    }

    private static <T> ApiResult<T> nothing(boolean maybeSent, String cause) {
        return maybeSent ? new ApiResult.InDoubt<>(cause, null) : new ApiResult.NotSent<>(cause);
    }
}
