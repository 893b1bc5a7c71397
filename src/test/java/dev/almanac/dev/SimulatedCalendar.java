package dev.almanac.dev;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The vendor's calendars as a state and the operations of their API on it, without HTTP, tokens or rate limits: an
/// independent reading of how the vendor behaves, against which Almanac is judged.
///
/// Thread-safe: every operation is atomic under one lock, so that of several identical bookings exactly one wins, as
/// was seen live. Time comes from the given source only. Operations throw [VendorError] for what the vendor refuses,
/// and then nothing was changed. A `traceId` names the request in the ledger. What people do in the calendar itself is
/// in [People].
public final class SimulatedCalendar {
    private final InstantSource time;
    private final Quirks quirks;
    private final Ledger ledger;
    private final EventStore store;
    private final Map<String, VendorLocation> locations = new LinkedHashMap<>();
    private final Bookings bookings;

    public SimulatedCalendar(InstantSource time, Quirks quirks, Ledger ledger, List<VendorLocation> locations) {
        this.time = time;
        this.quirks = quirks;
        this.ledger = ledger;
        this.store = new EventStore(time, ledger);
        this.bookings = new Bookings(time, quirks, store);
        locations.forEach(location -> this.locations.put(location.id(), location));
    }

    /// With default quirks and a ledger that forgets nothing.
    public SimulatedCalendar(InstantSource time, VendorLocation... locations) {
        this(time, new Quirks(), new Ledger(), List.of(locations));
    }

    public Quirks quirks() {
        return quirks;
    }

    public Ledger ledger() {
        return ledger;
    }

    public InstantSource time() {
        return time;
    }

    /// What people do in the calendar itself.
    public People people() {
        return new People(this);
    }

    /// Opens a location, or replaces its settings; its appointments stay.
    public synchronized void open(VendorLocation location) {
        locations.put(location.id(), location);
    }

    public synchronized Collection<VendorLocation> locations() {
        return List.copyOf(locations.values());
    }

    public synchronized VendorLocation location(String locationId) {
        VendorLocation location = locations.get(locationId);
        if (location == null) {
            throw VendorError.of(403, "The token does not have access to this location.");
        }
        return location;
    }

    synchronized Optional<VendorLocation> locationOfToken(String bearer) {
        return locations.values().stream().filter(location -> location.token(bearer).isPresent()).findFirst();
    }

    /// Reads one by its id or the id of an instance.
    public synchronized StoredEvent read(String locationId, String eventId) {
        return existing(location(locationId), eventId, quirks.has(Quirk.DELETED_READABLE));
    }

    /// Events or blocked time in a window, matched by overlap, in no particular order, however many there are.
    public synchronized List<StoredEvent> list(Listing listing) {
        VendorLocation location = location(listing.locationId());
        return store.within(location, listing.from(), listing.to(), listing.asOf())
                .filter(row -> listing.wants(row, location, quirks))
                .toList();
    }

    public synchronized StoredEvent create(String locationId, Map<String, Object> body, String traceId) {
        BodyCheck.create(body);
        return store.insert(StoredEvent.Kind.APPOINTMENT, bookings.create(location(locationId), body), traceId);
    }

    public synchronized StoredEvent update(
            String locationId, String eventId, Map<String, Object> body, String traceId) {
        BodyCheck.update(body);
        VendorLocation location = location(locationId);
        StoredEvent before = existing(location, eventId, false);
        return store.change(before, bookings.update(location, before, body), traceId, location);
    }

    /// Deletes an appointment or a block; the row stays, marked.
    public synchronized StoredEvent delete(String locationId, String eventId, String traceId) {
        VendorLocation location = location(locationId);
        StoredEvent before = existing(location, eventId, true);
        if (before.deleted()) {
            throw VendorError.of(400, "The event with id " + eventId + " has already been deleted");
        }
        return store.change(before, Map.of("deleted", true), traceId, location);
    }

    /// Blocks time of an event calendar or of a user, never of both.
    public synchronized StoredEvent block(String locationId, Map<String, Object> body, String traceId) {
        BodyCheck.block(body);
        VendorLocation location = location(locationId);
        String calendarId = (String) body.get("calendarId");
        if ((calendarId == null) == (body.get("assignedUserId") == null)) {
            throw VendorError.invalid(List.of("either calendarId or assignedUserId is required, not both"));
        }
        if (calendarId != null && !Bookings.calendar(location, calendarId).type().equals("event")) {
            throw VendorError.of(400, "The calendar is not an event calendar.");
        }
        Map<String, Object> members = new LinkedHashMap<>(body);
        members.put("startTime", StoredEvent.wallClock(BodyCheck.time(body, "startTime").toInstant(), location.zone()));
        members.put("endTime", StoredEvent.wallClock(BodyCheck.time(body, "endTime").toInstant(), location.zone()));
        members.put("createdBy", Map.of("source", "third_party"));
        return store.insert(StoredEvent.Kind.BLOCK, members, traceId);
    }

    /// Free slots by local date of the zone asked for; days without one are absent.
    public synchronized SortedMap<LocalDate, List<String>> freeSlots(
            String locationId, String calendarId, String userId, Instant from, Instant to, ZoneId shownIn) {
        VendorLocation location = location(locationId);
        VendorCalendar calendar = Bookings.calendar(location, calendarId);
        SortedMap<LocalDate, List<String>> days = new TreeMap<>();
        for (OffsetDateTime start : bookings.freeStarts(location, calendar, userId, from, to)) {
            OffsetDateTime shown = start.atZoneSameInstant(shownIn).toOffsetDateTime();
            days.computeIfAbsent(shown.toLocalDate(), day -> new ArrayList<>())
                    .add(StoredEvent.wallClock(shown.toInstant(), shownIn));
        }
        return days;
    }

    /// Every stored row of a location, deleted ones and series included.
    public synchronized List<StoredEvent> rows(String locationId) {
        return store.all(locationId);
    }

    /// Every row of a location as people see it until a moment: each series as its instances, and no series itself.
    public synchronized List<StoredEvent> occurrences(String locationId, Instant until) {
        return store.within(location(locationId), Instant.EPOCH, until, null).toList();
    }

    /// A row wherever it is, for people, who are not bound to a token.
    synchronized StoredEvent row(String eventId) {
        return store.locationOf(eventId)
                .flatMap(home -> store.find(eventId, location(home)))
                .orElseThrow(() -> new IllegalArgumentException("no such event: " + eventId));
    }

    synchronized StoredEvent insert(StoredEvent.Kind kind, Map<String, Object> members) {
        return store.insert(kind, members, null);
    }

    synchronized StoredEvent change(String eventId, Map<String, Object> changes) {
        StoredEvent before = row(eventId);
        return store.change(before, changes, null, location(before.locationId()));
    }

    private StoredEvent existing(VendorLocation location, String eventId, boolean evenDeleted) {
        Optional<StoredEvent> found = store.find(eventId, location);
        if (store.locationOf(eventId).filter(home -> !home.equals(location.id())).isPresent()) {
            throw VendorError.of(403, "The token does not have access to this location.");
        }
        return found.filter(row -> evenDeleted || !row.deleted()).orElseThrow(() -> quirks.has(Quirk.UNKNOWN_ID_IS_400)
                ? VendorError.of(400, "Event not found for id: " + eventId)
                : VendorError.of(404, "Event not found for id: " + eventId));
    }
}
