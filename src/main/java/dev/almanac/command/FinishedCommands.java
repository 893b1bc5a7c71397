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

    /// Whether no command but this one has made the appointment.
    boolean isFree(Appointment appointment, String commandId) {
        String owner = claims.get(appointment.seriesId());
        return owner == null || owner.equals(commandId);
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
            if (command.madeAppointment()) {
                claims.remove(InstanceId.seriesOf(command.appointmentId()), entry.getKey());
            }
            forgotten.add(entry.getKey());
        }
        return forgotten;
    }
}
