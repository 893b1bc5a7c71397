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

    /// The create under way that has made it, as marker and time say: it has succeeded, even while its answer is owed,
    /// because commands that know the id must not overtake those that name the create. Where somebody has moved it, or
    /// copied the marker, only a look at everything there is can tell; until then whoever names the one waits with whoever
    /// names the other.
    Optional<PendingCommand> provenBy(Appointment appointment) {
        backlog.guess(appointment);
        Optional<String> named = Marker.in(appointment);
        named.flatMap(finished::find).ifPresent(create -> checkForTwin(appointment, named.get(), create));
        Optional<PendingCommand> creator = named.flatMap(backlog::find)
                .filter(command -> command.isUnderWay() && BookingSearch.isMarked(appointment, command.entry))
                .filter(command -> finished.isFree(appointment, command.commandId()));
        creator.filter(create -> !BookingSearch.isAtTheWantedTime(appointment, create.entry))
                .ifPresent(create -> backlog.guess(appointment, create));
        return creator.filter(create -> BookingSearch.isAtTheWantedTime(appointment, create.entry));
    }

    /// The create that an appointment names, unless its marker was copied there.
    Optional<String> creatorOf(Appointment appointment) {
        return Marker.in(appointment).filter(named -> backlog.find(named)
                .map(command -> command.entry.firstStartedAt() != null && BookingSearch.isMarked(appointment, command.entry))
                .orElseGet(() -> finished.isCreator(named, appointment)));
    }

    /// What has been found booked twice since the last call; each is told once by each owner of the location.
    List<DuplicateBooking> drainDuplicates() {
        List<DuplicateBooking> drained = List.copyOf(duplicates);
        duplicates.clear();
        return drained;
    }

    /// An appointment with the marker of a create that has its result and another booking is a twin, unless it is older
    /// than that create, or somebody else's: then the marker was copied there.
    private void checkForTwin(Appointment appointment, String commandId, FinishedCommand create) {
        if (appointment.deleted() || !create.mayHaveMade(appointment) || !finished.isFree(appointment, commandId)) {
            return;
        }
        String known = finished.claim(commandId, appointment.seriesId());
        if (!known.equals(appointment.seriesId()) && told.add(appointment.seriesId())) {
            duplicates.add(new DuplicateBooking(new CommandId(locationId, commandId), known, appointment.seriesId()));
        }
    }
}
