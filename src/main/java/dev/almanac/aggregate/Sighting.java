package dev.almanac.aggregate;

import static java.util.Objects.requireNonNull;

import dev.almanac.change.AppointmentRow;
import dev.almanac.change.BlockedTimeRow;
import dev.almanac.location.Location;
import java.time.Instant;
import java.util.Optional;

/// What one record of a source topic says, and when it was learned.
sealed interface Sighting {
    String locationId();

    Instant at();

    /// An appointment or a blocked time as it is now; without an entry it does not count, or no longer.
    record OfEntry(EntryId id, Optional<Entry> entry, Instant at) implements Sighting {
        @Override
        public String locationId() {
            return id.locationId();
        }
    }

    /// A location as it is now; without one it has ended.
    record OfLocation(String locationId, Optional<Location> location, Instant at) implements Sighting {
        public OfLocation {
            requireNonNull(locationId, "locationId");
        }
    }

    /// Names an entry across its changes.
    record EntryId(Entry.Kind kind, String locationId, String id) {
        static EntryId of(Entry entry) {
            return new EntryId(entry.kind(), entry.locationId(), entry.id());
        }
    }

    static Sighting of(AppointmentRow row) {
        EntryId id = new EntryId(Entry.Kind.BOOKING, row.locationId(), row.id());
        return new OfEntry(id, Booking.of(row).map(Entry.class::cast), row.fetchedAt());
    }

    static Sighting of(BlockedTimeRow row) {
        EntryId id = new EntryId(Entry.Kind.BLOCK, row.locationId(), row.id());
        return new OfEntry(id, Block.of(row).map(Entry.class::cast), row.fetchedAt());
    }
}
