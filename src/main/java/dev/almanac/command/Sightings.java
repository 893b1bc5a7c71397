package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Marker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What it means for the commands that an appointment was seen, by a poll, a reading or a look.
final class Sightings {
    private final String locationId;
    private final FinishedCommands finished;
    private final Backlog backlog;
    private final Set<String> told = new HashSet<>();
    private final List<DuplicateBooking> duplicates = new ArrayList<>();

    Sightings(String locationId, FinishedCommands finished, Backlog backlog) {
        this.locationId = locationId;
        this.finished = finished;
        this.backlog = backlog;
    }

    /// The create under way that has made it, as its marker says: it has succeeded, even while its answer is owed,
    /// because commands that know the id must not overtake those that name the create.
    Optional<PendingCommand> provenBy(Appointment appointment) {
        Optional<String> named = Marker.in(appointment);
        if (named.isEmpty()) {
            backlog.guess(appointment);
            return Optional.empty();
        }
        named.flatMap(finished::find).ifPresent(create -> checkForTwin(appointment, named.get(), create));
        return named.flatMap(backlog::find)
                .filter(command -> command.isUnderWay() && BookingSearch.isMarked(appointment, command.entry))
                .filter(command -> finished.isFree(appointment, command.commandId()));
    }

    /// What has been found booked twice since the last call; each is told once by each owner of the location.
    List<DuplicateBooking> drainDuplicates() {
        List<DuplicateBooking> drained = List.copyOf(duplicates);
        duplicates.clear();
        return drained;
    }

    /// An appointment with the marker of a create that has its result and another booking is a twin, unless it is older
    /// than that create: then the marker was copied there.
    private void checkForTwin(Appointment appointment, String commandId, FinishedCommand create) {
        if (!create.isCreate()
                || create.startedAt() == null
                || appointment.deleted()
                || !finished.isFree(appointment, commandId)
                || !BookingSearch.isNotOlder(appointment, create.startedAt())) {
            return;
        }
        String known = finished.claim(commandId, appointment.seriesId());
        if (!known.equals(appointment.seriesId()) && told.add(appointment.seriesId())) {
            duplicates.add(new DuplicateBooking(new CommandId(locationId, commandId), known, appointment.seriesId()));
        }
    }
}
