package dev.almanac.dev;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What truly happened: every request that arrived and every change of the calendar, in order. Checkers read it
/// instead of believing what anybody says of themselves. Thread-safe.
public final class Ledger {

    /// A request that arrived.
    ///
    /// @param locationId that its token is valid for, or null
    /// @param operation  null if it met no route
    /// @param status     of the answer; 0 while there is none and when the connection was reset instead
    /// @param body       as sent; empty if there was none
    /// @param traceId    joins it to its effects
    public record Request(
            Instant at,
            String locationId,
            Operation operation,
            String method,
            String path,
            Map<String, String> query,
            String body,
            int status,
            String traceId) {

        Request answered(int code) {
            return new Request(at, locationId, operation, method, path, query, body, code, traceId);
        }
    }

    /// A change of one row.
    ///
    /// @param traceId of the request that made it; null: a person did, in the calendar itself
    /// @param before  null if it is new
    public record Effect(Instant at, Change change, String traceId, StoredEvent before, StoredEvent after) {
        public String eventId() {
            return after.id();
        }

        public boolean byApi() {
            return traceId != null;
        }
    }

    /// What a change did.
    public enum Change {
        CREATED,
        UPDATED,
        DELETED
    }

    private final int cap;
    private final LinkedHashMap<String, Request> requests = new LinkedHashMap<>();
    private final Deque<Effect> effects = new ArrayDeque<>();

    /// Forgets nothing: for tests.
    public Ledger() {
        this(Integer.MAX_VALUE);
    }

    /// @param cap how many requests and how many effects to keep; the oldest are forgotten first, so that a simulator
    ///            that runs for days does not fill its memory
    public Ledger(int cap) {
        this.cap = cap;
    }

    synchronized void arrived(Request request) {
        requests.put(request.traceId(), request);
        if (requests.size() > cap) {
            requests.pollFirstEntry();
        }
    }

    synchronized void answered(String traceId, int status) {
        requests.computeIfPresent(traceId, (id, request) -> request.answered(status));
    }

    synchronized void happened(Effect effect) {
        effects.addLast(effect);
        if (effects.size() > cap) {
            effects.removeFirst();
        }
    }

    public synchronized List<Request> requests() {
        return List.copyOf(requests.values());
    }

    public List<Request> requests(String locationId) {
        return requests().stream().filter(request -> locationId.equals(request.locationId())).toList();
    }

    public List<Request> requests(Operation operation) {
        return requests().stream().filter(request -> request.operation() == operation).toList();
    }

    public synchronized List<Effect> effects() {
        return List.copyOf(effects);
    }

    private List<Effect> effects(Predicate<Effect> wanted) {
        return effects().stream().filter(wanted).toList();
    }

    /// Everything that was done to one appointment or block.
    public List<Effect> effectsOf(String eventId) {
        return effects(effect -> effect.eventId().equals(eventId));
    }

    /// Appointments that requests created.
    public List<Effect> creates() {
        return effects(effect -> effect.change() == Change.CREATED && effect.byApi() && effect.after().isAppointment());
    }

    /// Those of them whose description held a text, such as a marker, when they were created.
    public List<Effect> createsHolding(String text) {
        return creates().stream()
                .filter(effect -> effect.after().description() != null && effect.after().description().contains(text))
                .toList();
    }

    /// The effects of one request.
    public List<Effect> effectsOfRequest(String traceId) {
        return effects(effect -> traceId.equals(effect.traceId()));
    }

    /// The rows of a location as they were at an instant, as far back as the ledger reaches.
    Map<String, StoredEvent> rowsAsOf(String locationId, Instant instant) {
        Map<String, StoredEvent> rows = new HashMap<>();
        for (Effect effect : effects()) {
            if (!effect.at().isAfter(instant) && effect.after().locationId().equals(locationId)) {
                rows.put(effect.eventId(), effect.after());
            }
        }
        return rows;
    }
}
