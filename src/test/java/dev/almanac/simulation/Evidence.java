package dev.almanac.simulation;

import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.DuplicateBooking;
import dev.almanac.command.JournalEntry;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.SimulatedCalendar;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a history leaves behind: what was published, what the topics hold, and what truly happened to the calendar.
///
/// @param senders who sent each request, by the request's trace id
/// @param alarms  bookings that somebody was told of because they are there twice
/// @param misled  commands whose last look was answered by a list that was behind, or left rows out
/// @param burst   requests that the vendor allows within an interval
/// @param hasty   owners take it that much time has passed since the one before died, although it has not
record Evidence(
        TopicsInMemory topics,
        SimulatedCalendar calendar,
        Map<String, Network.Sender> senders,
        List<DuplicateBooking> alarms,
        Set<CommandId> misled,
        int burst,
        boolean hasty,
        boolean marked,
        Instant end) {

    /// The first publication of each id, which is the one that is to be executed.
    Map<CommandId, TopicsInMemory.Publication> accepted() {
        Map<CommandId, TopicsInMemory.Publication> first = new LinkedHashMap<>();
        topics.commands().forEach(publication -> first.putIfAbsent(publication.command().id(), publication));
        return first;
    }

    /// The offsets of commands that use the id of another.
    List<Long> usurpers() {
        Map<CommandId, TopicsInMemory.Publication> first = accepted();
        return topics.commands().stream()
                .filter(publication -> !Arrays.equals(
                        publication.command().bodyHash(),
                        first.get(publication.command().id()).command().bodyHash()))
                .map(TopicsInMemory.Publication::offset)
                .toList();
    }

    /// Accepted commands that the journal does not call done.
    Set<CommandId> openCommands() {
        Set<CommandId> open = new LinkedHashSet<>(accepted().keySet());
        topics.restored(0).journal().stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .forEach(entry -> open.remove(entry.id()));
        return open;
    }

    Map<CommandId, List<CommandResult>> results() {
        return topics.results().stream()
                .collect(Collectors.groupingBy(CommandResult::id, LinkedHashMap::new, Collectors.toList()));
    }

    /// What the requests for a command did to the calendar, in the order in which it happened.
    Map<CommandId, List<Ledger.Effect>> effects() {
        return calendar.ledger().effects().stream()
                .filter(Ledger.Effect::byApi)
                .collect(Collectors.groupingBy(
                        effect -> senders.get(effect.traceId()).command(), LinkedHashMap::new, Collectors.toList()));
    }

    static boolean isCreate(AppointmentCommand command) {
        return command instanceof AppointmentCommand.Create;
    }
}
