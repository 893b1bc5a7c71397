package dev.almanac.command;

import dev.almanac.calendar.InstanceId;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Order per appointment: the commands for one appointment run one after the other in the order they were published,
/// and wait for nothing else. A series and its instances share a lane, and so do a create and the updates that name it.
final class Lanes {
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final class Lane {
        final TreeMap<Long, PendingCommand> waiting = new TreeMap<>();
        Instant closedUntil = Instant.MIN;

        /// The last that took its turn. While it is under way it stays the head, even if an older one joins the lane.
        PendingCommand begun;

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
        command.lane = lane;
        lanes.computeIfAbsent(lane, name -> new Lane()).waiting.put(command.position(), command);
    }

    /// A command takes its turn. Whoever had it before and wrote nothing yet must read anew what may change meanwhile.
    void begin(PendingCommand command) {
        Lane lane = lanes.get(command.lane);
        if (lane.begun != null && lane.begun != command) {
            lane.begun.present = null;
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
        lane.waiting.remove(command.position());
        if (lane.begun == command) {
            lane.begun = null;
        }
        if (lane.waiting.isEmpty()) {
            if (!lane.closedUntil.isAfter(now)) {
                lanes.remove(command.lane);
            }
            return Optional.empty();
        }
        return Optional.of(lane.head());
    }

    /// The appointment of a create has got its id: whoever waits for the one waits for the other.
    void join(String from, String to) {
        Lane old = lanes.remove(from);
        if (old != null) {
            old.waiting.values().forEach(command -> enter(to, command));
        }
    }

    /// Forgets lanes that were only kept because they were closed.
    void forgetOpen(Instant now) {
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.closedUntil.isAfter(now));
    }
}
