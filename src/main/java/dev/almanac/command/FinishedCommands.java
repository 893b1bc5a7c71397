package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The commands that have their result, for as long as one of them could be published again, and which of them made
/// which appointment: one appointment, or series, is the work of one command.
final class FinishedCommands {
    private final LinkedHashMap<String, FinishedCommand> finished = new LinkedHashMap<>();
    private final Map<String, String> claims = new HashMap<>();
    /// What turned up after its create had ended unresolved, by command.
    private final Map<String, String> late = new HashMap<>();

    void remember(JournalEntry done) {
        FinishedCommand command = FinishedCommand.of(done);
        finished.put(done.id().commandId(), command);
        if (command.madeAppointment()) {
            claims.put(InstanceId.seriesOf(command.appointmentId()), done.id().commandId());
        }
    }

    Optional<FinishedCommand> find(String commandId) {
        return Optional.ofNullable(finished.get(commandId));
    }

    boolean isEmpty() {
        return finished.isEmpty();
    }

    /// Takes an appointment for the work of a create that ended without knowing of one, unless it knows one by now.
    ///
    /// @return the appointment that counts as its work
    String claim(String commandId, String seriesId) {
        String known = finished.get(commandId).appointmentId();
        String series = known != null ? InstanceId.seriesOf(known) : late.computeIfAbsent(commandId, _ -> seriesId);
        claims.putIfAbsent(series, commandId);
        return series;
    }

    /// Whether this create made the appointment, or may have made it, and no other did.
    boolean isCreator(String commandId, Appointment appointment) {
        FinishedCommand command = finished.get(commandId);
        return command != null
                && (command.made(appointment) || command.mayHaveMade(appointment) && isFree(appointment, commandId));
    }

    /// Whether no command but this one has made the appointment.
    boolean isFree(Appointment appointment, String commandId) {
        String owner = claims.get(appointment.seriesId());
        return owner == null || owner.equals(commandId);
    }

    /// Whether an appointment was taken for the work of a create that it does not name, so that it may be another's.
    boolean isGuessed(Appointment appointment) {
        String owner = claims.get(appointment.seriesId());
        return owner != null && finished.get(owner).guessed();
    }

    /// Forgets, and names, what finished before a moment.
    ///
    /// @param needed creates that a command without a result still names
    List<String> forget(Instant before, Set<String> needed) {
        List<String> forgotten = new ArrayList<>();
        Iterator<Map.Entry<String, FinishedCommand>> eldest = finished.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<String, FinishedCommand> entry = eldest.next();
            FinishedCommand command = entry.getValue();
            if (!command.finishedAt().isBefore(before)) {
                break;
            }
            if (needed.contains(entry.getKey())) {
                continue;
            }
            eldest.remove();
            String made = command.madeAppointment() ? command.appointmentId() : late.remove(entry.getKey());
            if (made != null) {
                claims.remove(InstanceId.seriesOf(made), entry.getKey());
            }
            forgotten.add(entry.getKey());
        }
        return forgotten;
    }
}
