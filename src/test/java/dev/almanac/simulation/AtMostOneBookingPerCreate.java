package dev.almanac.simulation;

import dev.almanac.calendar.Marker;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.CommandId;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.Quirk;
import dev.almanac.dev.StoredEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whatever crashes, gets lost or is published twice: one create, one booking at most. Bookings are told apart by the
/// marker that the request carried, and by the command it was sent for.
///
/// Not held against Almanac: where the list that it looked at did not show the booking, because it was behind, left rows
/// out, or leaves out what was deleted, and a person had cancelled, moved or deleted the booking meanwhile, so that the slot
/// was free again. To everybody who looked it had never been made.
final class AtMostOneBookingPerCreate implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        return evidence.marked() ? ofEach(evidence) : ofThoseWhoWantTheSame(evidence);
    }

    /// Without markers a booking may serve any of the creates for the same contact and time, so these are counted together.
    private static List<String> ofThoseWhoWantTheSame(Evidence evidence) {
        Map<List<String>, List<CommandId>> wants = evidence.accepted().values().stream()
                .map(TopicsInMemory.Publication::command)
                .filter(Create.class::isInstance)
                .map(Create.class::cast)
                .collect(Collectors.groupingBy(
                        create -> List.of(create.locationId(), create.contactId(), create.details().startTime()),
                        Collectors.mapping(Create::id, Collectors.toList())));
        var effects = evidence.effects();
        return wants.values().stream()
                .filter(ids -> {
                    List<Ledger.Effect> bookings = ids.stream()
                            .flatMap(id -> effects.getOrDefault(id, List.of()).stream())
                            .filter(effect -> effect.before() == null)
                            .sorted(Comparator.comparing(Ledger.Effect::at))
                            .toList();
                    return countable(evidence, bookings) > ids.size();
                })
                .map(ids -> ids + " were booked more often than once each")
                .toList();
    }

    private static List<String> ofEach(Evidence evidence) {
        var effects = evidence.effects();
        List<Ledger.Effect> creates = evidence.calendar().ledger().creates();
        return evidence.accepted().keySet().stream()
                .filter(id -> isTwice(evidence, marked(creates, id).toList())
                        || isTwice(evidence, effects.getOrDefault(id, List.of()).stream()
                                .filter(effect -> effect.before() == null)
                                .toList()))
                .map(id -> id.commandId() + " was booked more than once")
                .toList();
    }

    private static Stream<Ledger.Effect> marked(List<Ledger.Effect> creates, CommandId id) {
        String marker = Marker.of(id.commandId());
        return creates.stream()
                .filter(effect -> effect.after().locationId().equals(id.locationId()))
                .filter(effect -> effect.after().description() != null && effect.after().description().contains(marker));
    }

    private static boolean isTwice(Evidence evidence, List<Ledger.Effect> bookings) {
        return countable(evidence, bookings) > 1;
    }

    /// Without those that were made because an earlier one could not be seen.
    private static long countable(Evidence evidence, List<Ledger.Effect> bookings) {
        return bookings.stream()
                .filter(later -> bookings.stream()
                        .takeWhile(earlier -> earlier != later)
                        .noneMatch(earlier -> isHidden(evidence, earlier, later)))
                .count();
    }

    private static boolean isHidden(Evidence evidence, Ledger.Effect first, Ledger.Effect second) {
        boolean misled = evidence.senders().get(second.traceId()).misled();
        boolean deletedHidden = !evidence.calendar().quirks().has(Quirk.DELETED_ROWS_IN_LISTS);
        return evidence.calendar().ledger().effectsOf(first.eventId()).stream()
                .filter(effect -> !effect.byApi() && effect.at().isBefore(second.at()))
                .map(Ledger.Effect::after)
                .anyMatch(row -> row.deleted() && deletedHidden || misled && isOutOfTheWay(row, first.after()));
    }

    private static boolean isOutOfTheWay(StoredEvent row, StoredEvent booked) {
        return row.deleted() || "cancelled".equals(row.status()) || !row.startsAt().equals(booked.startsAt());
    }
}
