package dev.almanac.promise;

import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.SimulatedCalendar;
import dev.almanac.schema.AppointmentCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a test leaves behind, as a value: what was published, what readers of the topics saw, and the calendar with its
/// ledger.
///
/// @param rows the appointments of the feed by their ids, removed ones included
public record Aftermath(
        List<AppointmentCommand> published,
        List<CommandResult> results,
        List<AppointmentChange> changes,
        Map<String, AppointmentRow> rows,
        SimulatedCalendar calendar) {

    public Aftermath {
        published = List.copyOf(published);
        results = List.copyOf(results);
        changes = List.copyOf(changes);
        rows = Map.copyOf(rows);
    }

    /// In words, each way in which the feed is not to be relied on; none, if the calendar is calm and was polled since.
    public List<String> brokenFeed() {
        return Promise.broken(Promise.OF_THE_FEED, this);
    }

    static CommandId id(AppointmentCommand command) {
        return new CommandId(command.getLocationId(), command.getCommandId());
    }

    /// The first publication of each id, which is the one that is to be executed.
    Map<CommandId, AppointmentCommand> accepted() {
        Map<CommandId, AppointmentCommand> first = new LinkedHashMap<>();
        published.forEach(command -> first.putIfAbsent(id(command), command));
        return first;
    }

    Map<CommandId, List<CommandResult>> resultsByCommand() {
        return results.stream()
                .collect(Collectors.groupingBy(CommandResult::id, LinkedHashMap::new, Collectors.toList()));
    }

    /// The bookings that were ever made with the command's marker.
    List<Ledger.Effect> bookingsOf(CommandId command) {
        return calendar.ledger().createsHolding(Marker.of(command.commandId())).stream()
                .filter(effect -> effect.after().locationId().equals(command.locationId()))
                .toList();
    }
}
