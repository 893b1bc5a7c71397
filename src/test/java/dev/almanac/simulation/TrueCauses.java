package dev.almanac.simulation;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.InstanceId;
import dev.almanac.calendar.Marker;
import dev.almanac.change.AppointmentChange;
import dev.almanac.change.AppointmentRow;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.dev.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a command did is told as a command's doing, and nothing is told as the doing of one that had no part in it.
final class TrueCauses implements Promise {
    private static final Duration READ_BACK_WITHIN = Duration.ofMinutes(2);

    @Override
    public List<String> broken(Evidence evidence) {
        Map<CommandId, List<Ledger.Effect>> effects = evidence.effects();
        Map<String, List<AppointmentChange>> told = evidence.topics().changes().stream()
                .collect(Collectors.groupingBy(change -> change.after().id()));
        List<String> broken = new ArrayList<>();
        Map<CommandId, CommandResult> results = evidence.topics().results().stream()
                .collect(Collectors.toMap(CommandResult::id, result -> result, (first, _) -> first));
        effects.forEach((command, done) -> done.forEach(effect -> {
            if (isLateCopy(effect, done, results.get(command))) {
                return;
            }
            AppointmentChange change = firstWith(effect, told.getOrDefault(effect.eventId(), List.of()));
            if (change != null
                    && change.commandId() == null
                    && !isNewcomer(command, effect, change)
                    && !wasGoneUnseen(evidence, effect, change)) {
                broken.add("what %s did to %s at %s is told as nobody's, as %d at %s".formatted(
                        command.commandId(), effect.eventId(), effect.at(), change.after().sequence(),
                        change.after().fetchedAt()));
            }
        }));
        Map<String, Set<String>> partners = partners(evidence, effects);
        evidence.topics().changes().stream()
                .filter(change -> change.commandId() != null)
                .filter(change -> !isPartner(change, partners, evidence))
                .forEach(change -> broken.add("%s is named as the cause of %d of %s, and had no part in it".formatted(
                        change.commandId(), change.after().sequence(), change.after().id())));
        evidence.topics().changes().stream()
                .filter(change -> change.commandId() != null && change.before() != null)
                .filter(change -> {
                    CommandId command = new CommandId(change.after().locationId(), change.commandId());
                    return results.containsKey(command)
                            && wasToldBefore(change, results.get(command), effects.getOrDefault(command, List.of()));
                })
                .forEach(change -> broken.add("%s is named as the cause of %d of %s, and had been told before".formatted(
                        change.commandId(), change.after().sequence(), change.after().id())));
        return broken;
    }

    /// Whether a command had its result long before the row before was fetched, and that row showed all that it ever did there. Not
    /// long after, what it did may still have to be read, for want of allowance or because of a crash, and others may act meanwhile.
    private static boolean wasToldBefore(AppointmentChange change, CommandResult result, List<Ledger.Effect> effects) {
        AppointmentRow before = change.before();
        boolean didNothing = result.outcome() == CommandResult.Outcome.REJECTED;
        Instant readBack = result.finishedAt().plus(didNothing ? Duration.ZERO : READ_BACK_WITHIN);
        boolean isMeeting = !InstanceId.seriesOf(before.id()).equals(before.id());
        return !isMeeting
                && readBack.isBefore(before.fetchedAt())
                && effects.stream()
                        .filter(effect -> effect.eventId().equals(before.id()))
                        .noneMatch(effect -> before.removed() || updated(effect).isAfter(before.appointment().dateUpdated()));
    }

    /// A write that was made again, and whose first copy came after the second: what it does is what was done before.
    private static boolean isLateCopy(Ledger.Effect effect, List<Ledger.Effect> done, CommandResult result) {
        return effect.change() == Ledger.Change.UPDATED
                && (effect != done.getFirst() || result != null && effect.at().isAfter(result.finishedAt()));
    }

    /// What nobody can know to be a command's doing when a list shows it first: a meeting that was moved, and has another id now,
    /// and a booking without a marker, or one whose marker somebody has overwritten meanwhile.
    private static boolean isNewcomer(CommandId command, Ledger.Effect effect, AppointmentChange change) {
        return effect.before() == null
                ? Marker.in(change.after().appointment()).filter(command.commandId()::equals).isEmpty()
                : !effect.before().id().equals(effect.eventId());
    }

    /// Somebody deleted what the feed had never seen, and brought it back: that it is there then is their doing.
    private static boolean wasGoneUnseen(Evidence evidence, Ledger.Effect effect, AppointmentChange change) {
        return change.before() == null
                && evidence.calendar().ledger().effectsOf(effect.eventId()).stream()
                        .anyMatch(later -> later.after().deleted()
                                && later.at().isAfter(effect.at())
                                && later.at().isBefore(change.after().fetchedAt()));
    }

    /// The change that told of it; null where nothing did, because it was undone, or all of it removed, before.
    private static AppointmentChange firstWith(Ledger.Effect effect, List<AppointmentChange> changes) {
        Instant updated = updated(effect);
        return changes.stream()
                .filter(change -> !change.after().fetchedAt().isBefore(effect.at()))
                .filter(change -> change.after().removed()
                        || !change.after().appointment().dateUpdated().isBefore(updated))
                .findFirst()
                .filter(change -> !change.after().removed())
                .orElse(null);
    }

    private static Instant updated(Ledger.Effect effect) {
        return OffsetDateTime.parse(effect.after().text("dateUpdated")).toInstant();
    }

    /// The appointments, and series, that each command had something to do with.
    private static Map<String, Set<String>> partners(Evidence evidence, Map<CommandId, List<Ledger.Effect>> effects) {
        Map<String, Set<String>> partners = new HashMap<>();
        effects.forEach((command, done) ->
                done.forEach(effect -> add(partners, command.commandId(), effect.eventId())));
        evidence.topics().results().stream()
                .filter(result -> result.appointmentId() != null)
                .forEach(result -> add(partners, result.id().commandId(), result.appointmentId()));
        evidence.accepted().forEach((command, publication) -> {
            if (publication.command() instanceof AppointmentCommand.Update update) {
                if (update.appointmentId() != null) {
                    add(partners, command.commandId(), update.appointmentId());
                } else {
                    partners.computeIfAbsent(command.commandId(), _ -> new HashSet<>())
                            .addAll(partners.getOrDefault(update.createCommandId(), Set.of()));
                }
            }
        });
        return partners;
    }

    private static void add(Map<String, Set<String>> partners, String commandId, String eventId) {
        partners.computeIfAbsent(commandId, _ -> new HashSet<>()).add(InstanceId.seriesOf(eventId));
    }

    /// Somebody may have copied a marker together with the text around it, to another booking of the same contact.
    private static boolean isPartner(AppointmentChange change, Map<String, Set<String>> partners, Evidence evidence) {
        Appointment shown = change.after().appointment();
        return partners.getOrDefault(change.commandId(), Set.of()).contains(InstanceId.seriesOf(shown.id()))
                || Marker.in(shown).filter(change.commandId()::equals).isPresent()
                        && evidence.accepted().get(new CommandId(shown.locationId(), change.commandId())).command()
                                instanceof AppointmentCommand.Create create
                        && create.contactId().equals(shown.contactId());
    }
}
