package dev.almanac.command;

import dev.almanac.calendar.InstanceId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Order per appointment: the commands for one appointment run one after the other in the order they were published, and
/// wait for nothing else. A series and its instances share a lane, and so do a create and the updates that name it.
final class Lanes {
    private final Map<String, Lane> lanes = new HashMap<>();

    private static final class Lane {
        final TreeMap<Long, PendingCommand> waiting = new TreeMap<>();
        Instant closedUntil = Instant.MIN;
    }

    /// The lane of an appointment that is known by its id.
    static String ofAppointment(String appointmentId) {
        return "appointment:" + InstanceId.seriesOf(appointmentId);
    }

    /// The lane of an appointment that is still to be made.
    static String ofCreate(String commandId) {
        return "create:" + commandId;
    }

    void enter(String lane, PendingCommand command) {
        command.lane = lane;
        lanes.computeIfAbsent(lane, name -> new Lane()).waiting.put(command.position(), command);
    }

    boolean isHead(PendingCommand command) {
        return lanes.get(command.lane).waiting.firstEntry().getValue() == command;
    }

    /// Until then the head of the lane has to wait.
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
        if (lane.waiting.isEmpty()) {
            if (!lane.closedUntil.isAfter(now)) {
                lanes.remove(command.lane);
            }
            return Optional.empty();
        }
        return Optional.of(lane.waiting.firstEntry().getValue());
    }

    /// The appointment of a create has got its id: whoever waits for the one waits for the other.
    void join(String from, String to) {
        Lane old = lanes.remove(from);
        if (old == null) {
            return;
        }
        Lane target = lanes.computeIfAbsent(to, name -> new Lane());
        old.waiting.values().forEach(command -> enter(to, command));
        if (target.closedUntil.isBefore(old.closedUntil)) {
            target.closedUntil = old.closedUntil;
        }
    }

    /// Forgets lanes that were only kept because they were closed.
    void forgetOpen(Instant now) {
        lanes.values().removeIf(lane -> lane.waiting.isEmpty() && !lane.closedUntil.isAfter(now));
    }
}
