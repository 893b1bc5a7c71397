package dev.almanac.simulation;

import dev.almanac.calendar.AppointmentDetails;
import dev.almanac.calendar.InstanceId;
import dev.almanac.command.AppointmentCommand;
import dev.almanac.command.CommandId;
import dev.almanac.command.CommandResult;
import dev.almanac.command.CommandResult.Operation;
import dev.almanac.command.CommandResult.Outcome;
import dev.almanac.dev.Ledger;
import dev.almanac.dev.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Every accepted command has exactly one result, and the calendar bears it out.
final class OneTrueResultPerCommand implements Promise {
    @Override
    public List<String> broken(Evidence evidence) {
        List<String> broken = new ArrayList<>();
        Map<CommandId, List<CommandResult>> results = evidence.results();
        Map<CommandId, List<Ledger.Effect>> effects = evidence.effects();
        evidence.accepted().forEach((id, publication) -> {
            List<CommandResult> ends = results.getOrDefault(id, List.of());
            if (ends.size() != 1) {
                broken.add(id.commandId() + " has " + ends.size() + " results");
            }
            ends.forEach(end -> judge(
                    evidence, publication.command(), end, effects.getOrDefault(id, List.of()), broken));
        });
        Map<String, CommandResult> creators = new HashMap<>();
        results.values().stream().flatMap(List::stream)
                .filter(end -> end.outcome() == Outcome.SUCCEEDED && end.operation() == Operation.CREATE)
                .forEach(end -> {
                    CommandResult other = creators.put(end.appointmentId(), end);
                    if (other != null && !other.id().equals(end.id())) {
                        broken.add("%s and %s both made %s".formatted(
                                other.id().commandId(), end.id().commandId(), end.appointmentId()));
                    }
                });
        results.keySet().stream()
                .filter(id -> !evidence.accepted().containsKey(id))
                .forEach(id -> broken.add(id + " has a result and was never published"));
        return broken;
    }

    private static void judge(
            Evidence evidence,
            AppointmentCommand command,
            CommandResult end,
            List<Ledger.Effect> effects,
            List<String> broken) {
        String id = end.id().commandId();
        if (end.message() != null && end.message().startsWith("a defect of Almanac")) {
            broken.add(id + " could not be decided: " + end.message());
        }
        switch (end.outcome()) {
            case REJECTED -> {
                if (!effects.isEmpty()) {
                    broken.add(id + " was rejected (" + end.reason() + ") and took effect at "
                            + effects.getFirst().at());
                }
            }
            case SUCCEEDED -> {
                if (!bearsOut(evidence, command, end, effects)) {
                    broken.add(id + " succeeded and had no effect on " + end.appointmentId());
                }
            }
            case UNRESOLVED -> {
                if (Duration.between(end.startedAt(), end.finishedAt()).compareTo(World.SETTLE) < 0) {
                    broken.add(id + " was given up before it had settled");
                }
                if (command instanceof AppointmentCommand.Create && couldBeFound(evidence, end, effects)) {
                    broken.add(id + " was given up, and " + effects.getFirst().eventId() + " was there to be found");
                }
            }
        }
    }

    /// Whether its booking was shown to whoever looked for it, as it was made. Where the location is served no longer,
    /// nobody may look.
    private static boolean couldBeFound(Evidence evidence, CommandResult end, List<Ledger.Effect> effects) {
        return evidence.marked()
                && !end.message().contains("no longer served")
                && !evidence.misled().contains(end.id())
                && effects.stream().anyMatch(effect -> effect.before() == null
                        && effect.at().isBefore(end.finishedAt().minus(World.CALL_DEADLINE))
                        && evidence.calendar().ledger().effectsOf(effect.eventId()).size() == 1
                        && anyLeftAsMade(evidence, effect.after(), end.finishedAt()));
    }

    /// People may have changed each instance of a series, and not the series.
    private static boolean anyLeftAsMade(Evidence evidence, StoredEvent booking, Instant end) {
        return evidence.calendar().occurrences(booking.locationId(), booking.startsAt().plus(Duration.ofDays(400))).stream()
                .filter(row -> InstanceId.seriesOf(row.id()).equals(booking.id()))
                .anyMatch(row -> evidence.calendar().ledger().effects().stream()
                        .noneMatch(effect -> effect.before() != null && effect.at().isBefore(end)
                                && isOf(effect, row.id())));
    }

    private static boolean bearsOut(
            Evidence evidence, AppointmentCommand command, CommandResult end, List<Ledger.Effect> effects) {
        return switch (command) {
            case AppointmentCommand.Create create -> effects.stream().anyMatch(effect -> effect.before() == null
                    && effect.eventId().equals(end.appointmentId())
                    && holds(create.details(), effect.after(), true))
                    || end.adopted() && servesAsWell(evidence, create, end);
            case AppointmentCommand.Update update ->
                effects.stream().anyMatch(effect -> isOf(effect, end.appointmentId())
                                && holds(update.details(), effect.after(), false))
                        || end.adopted() && wasSo(evidence, update, end);
            case AppointmentCommand.Malformed _ -> false;
        };
    }

    /// Where bookings carry no marker, that of another command that wanted the same is as good, as long as that one has not
    /// got it.
    private static boolean servesAsWell(Evidence evidence, AppointmentCommand.Create create, CommandResult end) {
        return !evidence.marked()
                && evidence.calendar().ledger().effectsOf(end.appointmentId()).stream()
                        .filter(effect -> effect.before() == null && effect.byApi())
                        .anyMatch(effect -> create.contactId().equals(effect.after().contactId()));
    }

    /// An instance that is moved has another id afterwards.
    private static boolean isOf(Ledger.Effect effect, String appointmentId) {
        return effect.eventId().equals(appointmentId)
                || effect.before() != null && effect.before().id().equals(appointmentId);
    }

    /// What a command wants may be so without it: somebody else did the same while its answer was lost.
    private static boolean wasSo(Evidence evidence, AppointmentCommand.Update update, CommandResult end) {
        List<Ledger.Effect> own = evidence.calendar().ledger().effectsOf(end.appointmentId());
        // An instance that nobody has changed is as its series is.
        List<Ledger.Effect> all = own.isEmpty()
                ? evidence.calendar().ledger().effectsOf(InstanceId.seriesOf(end.appointmentId()))
                : own;
        for (int i = 0; i < all.size(); i++) {
            boolean over = i + 1 < all.size() && all.get(i + 1).at().isBefore(end.startedAt());
            if (!over && all.get(i).at().isBefore(end.finishedAt())
                    && holds(update.details(), all.get(i).after(), false)) {
                return true;
            }
        }
        return isInstance(end.appointmentId()) && wasSoInItsSeries(evidence, update, end);
    }

    private static boolean isInstance(String appointmentId) {
        return !InstanceId.seriesOf(appointmentId).equals(appointmentId);
    }

    /// An instance that nobody has touched says what its series says, at a time that its id tells.
    private static boolean wasSoInItsSeries(Evidence evidence, AppointmentCommand.Update update, CommandResult end) {
        String series = InstanceId.seriesOf(end.appointmentId());
        String start = end.appointmentId().substring(series.length() + 1).split("_")[0];
        return evidence.calendar().ledger().effectsOf(series).stream()
                .map(Ledger.Effect::after)
                .map(row -> new StoredEvent(
                        row.kind(), Instant.ofEpochMilli(Long.parseLong(start)), row.endsAt(), row.members()))
                .anyMatch(row -> holds(update.details(), row, false));
    }

    /// @param marked whether the description may hold more than was asked
    private static boolean holds(AppointmentDetails wanted, StoredEvent row, boolean marked) {
        String description = wanted.description() == null || row.description() == null
                ? wanted.description()
                : marked || row.description().startsWith(wanted.description()) ? wanted.description() : "another";
        return same(wanted.calendarId(), row.calendarId())
                && same(wanted.title(), row.text("title"))
                && same(wanted.appointmentStatus(), row.status())
                && Objects.equals(wanted.description(), description)
                && (wanted.startTime() == null
                        || OffsetDateTime.parse(wanted.startTime()).toInstant().equals(row.startsAt()));
    }

    private static boolean same(String wanted, String present) {
        return wanted == null || wanted.equals(present);
    }
}
