package dev.almanac.aggregate;

import java.time.Instant;
import java.time.LocalDate;

/// Keys of the stores: texts with `/` between their parts, so that all keys of a location, or of one of its days, begin
/// alike. The vendor's ids are opaque, so a `/` in one is written `%2F`.
final class StoreKeys {
    private StoreKeys() {}

    static String ofLocation(String locationId) {
        return escape(locationId) + "/";
    }

    /// Behind every key of the location, before those of any other.
    static String endOfLocation(String locationId) {
        return escape(locationId) + (char) ('/' + 1);
    }

    /// Behind this key, before any other.
    static String after(String key) {
        return key + '\0';
    }

    /// The day in the key of a cell, or of an entry on a day.
    static LocalDate dayOf(String locationId, String key) {
        int from = ofLocation(locationId).length();
        return LocalDate.parse(key.substring(from, key.indexOf('/', from)));
    }

    static String ofDay(String locationId, LocalDate day) {
        return ofLocation(locationId) + day + "/";
    }

    static String ofEntry(Sighting.EntryId id) {
        return ofLocation(id.locationId()) + id.kind() + "/" + escape(id.id());
    }

    static String ofEntryOn(LocalDate day, Entry entry) {
        return ofDay(entry.locationId(), day) + entry.kind() + "/" + escape(entry.id());
    }

    static String ofCell(CellKey key) {
        return ofDay(key.locationId(), key.day()) + key.scope() + "/" + escape(key.scopeId());
    }

    /// In the order of time; 1970 at the earliest.
    static String ofTime(Instant time) {
        return "%015d/".formatted(Math.max(0, time.toEpochMilli()));
    }

    private static String escape(String id) {
        return id.replace("%", "%25").replace("/", "%2F");
    }
}
