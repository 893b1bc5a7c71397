package dev.almanac.command;

import dev.almanac.calendar.InstanceId;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Order per appointment: the commands for one appointment run one after the other in the order they were published,
/// and wait for nothing else. A series and its instances share a lane, and so do a create and the updates that name it.
final class Lanes {
    private final Map<String, Lane> lanes = new HashMap<>();
    /// By the lane of an appointment, the lanes of the creates that may have made it.
    private final Map<String, Set<String>> guesses = new HashMap<>();

    private static final class Lane {
        final TreeMap<Long, PendingCommand> waiting = new TreeMap<>();
        Instant closedUntil = Instant.MIN;

        /// The last that took its turn. While it is under way it stays the head, even if an older one joins the lane.
        PendingCommand begun;

        void remove(PendingCommand command) {
            waiting.remove(command.position());
            if (begun == command) {
                begun = null;
            }
        }

        PendingCommand head() {
            return begun != null && begun.isUnderWay() ? begun : waiting.firstEntry().getValue();
        }
    }

    /// The lane of a command: of the appointment if its id is known, else of the create that is to make it.
    static String of(AppointmentCommand command, Function<String, Optional<FinishedCommand>> outcomeOfCreate) {
        return switch (command) {
            case Update update when update.appointmentId() != null -> ofAppointment(update.appointmentId());
            case Update update -> ofCreate(update.createCommandId(), outcomeOfCreate);
            case Create _, Malformed _ -> ofCreate(command.id().commandId(), outcomeOfCreate);
        };
    }

    /// The lane of an appointment that is known by its id.
    static String ofAppointment(String appointmentId) {
        return "appointment:" + InstanceId.seriesOf(appointmentId);
    }

    private static String ofCreate(String commandId, Function<String, Optional<FinishedCommand>> outcomeOfCreate) {
        return outcomeOfCreate
                .apply(commandId)
                .filter(FinishedCommand::madeAppointment)
                .map(create -> ofAppointment(create.appointmentId()))
                .orElse("create:" + commandId);
    }

    /// Puts a command into a lane, at the place of its position.
    void enter(String lane, PendingCommand command) {
        command.lane = guesses.getOrDefault(lane, Set.of()).stream().findFirst().orElse(lane);
        lanes.computeIfAbsent(command.lane, name -> new Lane()).waiting.put(command.position(), command);
    }

    /// Puts a command that waits into another lane, where older ones may write before it does: what it has read counts no more.
    private void move(PendingCommand command, String lane) {
        if (!command.isUnderWay()) {
            command.forgetRead();
        }
        enter(lane, command);
    }

    /// An appointment has shown up that this create may have made. Until it has its result, commands that name the
    /// appointment wait with those that name the create; one that has begun already is left to itself.
    void guess(String appointmentId, PendingCommand create) {
        String named = ofAppointment(appointmentId);
        Lane own = lanes.get(named);
        if (own == null || own.waiting.isEmpty() || !own.head().isUnderWay()) {
            guesses.computeIfAbsent(named, _ -> new LinkedHashSet<>()).add(create.lane);
            if (own != null && own.closedUntil.equals(Instant.MIN)) {
                lanes.remove(named);
                own.waiting.values().forEach(command -> move(command, named));
            }
        }
    }

    /// It is known by now which create has made an appointment: what names the appointment waits with no other create.
    ///
    /// @param home the lane of a command, as far as is known now
    /// @return those that have waited in vain
    List<PendingCommand> known(String appointmentId, Function<PendingCommand, String> home) {
        String named = ofAppointment(appointmentId);
        List<PendingCommand> strays = Optional.ofNullable(guesses.remove(named)).orElse(Set.of()).stream()
                .filter(lanes::containsKey)
                .flatMap(lane -> lanes.get(lane).waiting.values().stream())
                .filter(command -> !command.isUnderWay() && home.apply(command).equals(named))
                .toList();
        strays.forEach(command -> {
            lanes.get(command.lane).remove(command);
            move(command, named);
        });
        return strays;
    }

    /// A command takes its turn. Whoever had it before and wrote nothing yet must read anew what may change meanwhile.
    void begin(PendingCommand command) {
        Lane lane = lanes.get(command.lane);
        if (lane.begun != null && lane.begun != command) {
            lane.begun.forgetRead();
        }
        lane.begun = command;
    }

    /// Whose turn it is in the lane of a command.
    PendingCommand headOf(PendingCommand command) {
        return lanes.get(command.lane).head();
    }

    /// Until then the head of the lane has to wait, unless it has begun.
    Instant closedUntil(String lane) {
        Lane found = lanes.get(lane);
        return found == null ? Instant.MIN : found.closedUntil;
    }

    /// Keeps a lane closed so that a late effect of an earlier write cannot overwrite what comes next.
    void close(String lane, Instant until) {
        Lane closed = lanes.computeIfAbsent(lane, name -> new Lane());
        if (closed.closedUntil.isBefore(until)) {
            closed.closedUntil = until;
        }
    }

    /// Takes a finished command out; gives the next of its lane.
    Optional<PendingCommand> leave(PendingCommand command, Instant now) {
        Lane lane = lanes.get(command.lane);
        lane.remove(command);
        if (lane.waiting.isEmpty()) {
            if (!lane.closedUntil.isAfter(now)) {
                lanes.remove(command.lane);
            }
            return Optional.empty();
        }
        return Optional.of(lane.head());
    }

    /// A create has its result: whoever waited with it goes on in the lane of the appointment that it means.
    ///
    /// @return all of them
    List<PendingCommand> disperse(String lane, Function<PendingCommand, String> onwards) {
        guesses.values().removeIf(lanesOfCreates -> lanesOfCreates.remove(lane) && lanesOfCreates.isEmpty());
        Lane old = lanes.remove(lane);
        if (old == null) {
            return List.of();
        }
        old.waiting.values().forEach(command -> move(command, onwards.apply(command)));
        return List.copyOf(old.waiting.values());
    }

    /// Forgets lanes that were only kept because they were closed.
    void forgetOpen(Instant now) {
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.closedUntil.isAfter(now));
    }
}
