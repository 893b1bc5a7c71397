package dev.almanac.simulation;

import dev.almanac.calendar.InstanceId;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.JournalEntry;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A command waits for others of its appointment, for its location's budget and for an owner to be there, and for nothing
/// else. So one whose appointment was never in doubt has its result long before a doubt somewhere else could have ended.
///
/// What names a booking that no command is known to have made waits for the creates in doubt of the same contact, which may
/// have made it. Without markers that may be any booking; nothing is demanded there.
final class NobodyWaitsForOthers implements Promise {
    /// Takeovers, throttling and the pauses of a location together; whoever had to wait for two doubts waits for longer.
    private static final Duration LONGEST = Duration.ofSeconds(240);

    @Override
    public List<String> broken(Evidence evidence) {
        if (!evidence.marked()) {
            return List.of();
        }
        Map<String, CommandId> creators = new HashMap<>();
        evidence.results().values().stream().flatMap(List::stream)
                .filter(result -> result.operation() == CommandResult.Operation.CREATE && result.appointmentId() != null)
                .forEach(result -> creators.put(result.appointmentId(), result.id()));
        Set<Object> doubtful = new HashSet<>();
        Set<String> contactsInDoubt = new HashSet<>();
        for (JournalEntry entry : evidence.topics().journalHistory()) {
            if (entry.settlesAt() != null) {
                AppointmentCommand command = evidence.accepted().get(entry.id()).command();
                doubtful.add(subject(command, creators));
                if (command instanceof AppointmentCommand.Create create) {
                    contactsInDoubt.add(create.contactId());
                }
            }
        }
        evidence.calendar().ledger().effects().stream()
                .filter(effect -> contactsInDoubt.contains(effect.after().contactId()))
                .map(effect -> InstanceId.seriesOf(effect.eventId()))
                .filter(series -> !creators.containsKey(series))
                .forEach(doubtful::add);
        return evidence.results().values().stream().flatMap(List::stream)
                .filter(result -> evidence.accepted().containsKey(result.id()))
                .filter(result -> !doubtful.contains(
                        subject(evidence.accepted().get(result.id()).command(), creators)))
                .filter(result -> Duration.between(result.receivedAt(), result.finishedAt()).compareTo(LONGEST) > 0)
                .map(result -> "%s waited from %s to %s, and nothing of its own was in doubt".formatted(
                        result.id().commandId(), result.receivedAt(), result.finishedAt()))
                .toList();
    }

    /// What a command is about: the create that made it, or an appointment that no command made.
    private static Object subject(AppointmentCommand command, Map<String, CommandId> creators) {
        return switch (command) {
            case Update update when update.createCommandId() != null ->
                new CommandId(update.locationId(), update.createCommandId());
            case Update update -> {
                String series = InstanceId.seriesOf(update.appointmentId());
                yield creators.containsKey(series) ? creators.get(series) : series;
            }
            case AppointmentCommand.Create _, AppointmentCommand.Malformed _ -> command.id();
        };
    }
}
