package dev.almanac.command;

import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Operation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The commands without a result: each in its lane, on the agenda, and counted.
final class Backlog {
    private final Map<String, PendingCommand> pending = new HashMap<>();
    private final FinishedCommands finished;
    private final Lanes lanes = new Lanes();
    private final Agenda agenda = new Agenda(lanes);
    private int inDoubt;

    Backlog(FinishedCommands finished) {
        this.finished = finished;
    }

    /// Enters a command; it sleeps until it is woken.
    PendingCommand admit(JournalEntry entry) {
        PendingCommand command = new PendingCommand(entry);
        pending.put(command.commandId(), command);
        lanes.enter(Lanes.of(command.entry.command(), finished::find), command);
        if (command.isUnderWay()) {
            lanes.begin(command);
        }
        inDoubt += command.isInDoubt() ? 1 : 0;
        return command;
    }

    Optional<PendingCommand> find(String commandId) {
        return Optional.ofNullable(pending.get(commandId));
    }

    List<PendingCommand> all() {
        return List.copyOf(pending.values());
    }

    /// Anything about a command has changed that may let it, or the head of its lane, go on.
    void wake(PendingCommand command, Instant now) {
        agenda.wake(command, now);
    }

    Optional<PendingCommand> nextReady() {
        return agenda.nextReady();
    }

    Optional<PendingCommand> nextDoubtful() {
        return agenda.nextDoubtful();
    }

    Optional<PendingCommand> nextDue(Instant now) {
        return agenda.nextDue(now);
    }

    /// A request for a command is handed out: its turn has begun.
    void take(PendingCommand command) {
        command.inFlight = true;
        lanes.begin(command);
    }

    void change(PendingCommand command, JournalEntry entry) {
        inDoubt -= command.isInDoubt() ? 1 : 0;
        command.entry = entry;
        inDoubt += command.isInDoubt() ? 1 : 0;
    }

    /// Takes a command out that has its result, and wakes who waited for it. Who waited for a create goes on in the
    /// lane of the appointment it has made.
    void remove(PendingCommand command, Instant now) {
        pending.remove(command.commandId());
        agenda.drop(command);
        inDoubt -= command.isInDoubt() ? 1 : 0;
        Optional<PendingCommand> next = lanes.leave(command, now);
        String onwards = Lanes.of(command.entry.command(), finished::find);
        if (!onwards.equals(command.lane)) {
            lanes.join(command.lane, onwards);
        }
        next.ifPresent(waiting -> agenda.wake(waiting, now));
    }

    /// Knows a command as finished. While an update may still take effect late, nothing may follow it in its lane,
    /// whatever its result says.
    void remember(JournalEntry done, Instant now) {
        finished.remember(done);
        boolean update = done.result().operation() == Operation.UPDATE;
        if (update && done.appointmentId() != null && done.settlesAt() != null && done.settlesAt().isAfter(now)) {
            lanes.close(Lanes.ofAppointment(done.appointmentId()), done.settlesAt());
        }
    }

    void forgetOpenLanes(Instant now) {
        lanes.forgetOpen(now);
    }

    /// The creates that updates name.
    Set<String> namedCreates() {
        return pending.values().stream()
                .map(command -> command.entry.command() instanceof Update update ? update.createCommandId() : null)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    int size() {
        return pending.size();
    }

    /// Commands with a write of unknown fate.
    int inDoubt() {
        return inDoubt;
    }
}
