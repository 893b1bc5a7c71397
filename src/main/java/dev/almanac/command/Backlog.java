package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Operation;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Update;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The commands without a result: each in its lane, on the agenda, and counted.
final class Backlog {
    private final Map<String, PendingCommand> pending = new HashMap<>();
    private final FinishedCommands finished;
    private final Lanes lanes = new Lanes();
    private final Agenda agenda = new Agenda(lanes);
    /// Creates whose booking may be there, by contact.
    private final Map<String, Set<PendingCommand>> unanswered = new HashMap<>();
    private int inDoubt;
    private long weight;

    Backlog(FinishedCommands finished) {
        this.finished = finished;
    }

    /// Takes over what the journal says: what has ended first, because it tells in which lanes the others wait.
    void restore(List<JournalEntry> entries, UnaryOperator<Instant> settling, Instant now) {
        entries.stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .forEach(entry -> remember(entry, now));
        entries.stream()
                .filter(entry -> entry.state() != JournalEntry.State.DONE)
                .sorted(Comparator.comparing(JournalEntry::position))
                .map(entry -> entry.afterRestart(settling))
                .forEach(this::admit);
    }

    /// Enters a command; it sleeps until it is woken.
    PendingCommand admit(JournalEntry entry) {
        PendingCommand command = new PendingCommand(entry);
        pending.put(command.commandId(), command);
        lanes.enter(laneOf(command), command);
        if (command.isUnderWay()) {
            lanes.begin(command);
        }
        count(command, 1);
        weight += command.weight;
        return command;
    }

    Optional<PendingCommand> find(String commandId) {
        return Optional.ofNullable(pending.get(commandId));
    }

    /// What a command asks for, in short, be it finished or not; empty if it is not known.
    Optional<byte[]> bodyOf(String commandId) {
        return find(commandId)
                .map(command -> command.entry.bodyHash())
                .or(() -> finished.find(commandId).map(FinishedCommand::bodyHash));
    }

    /// Whether a command of this id created, or may be creating, an appointment.
    boolean isCreate(String commandId) {
        return find(commandId)
                .map(command -> command.entry.command() instanceof Create)
                .or(() -> finished.find(commandId).map(FinishedCommand::isCreate))
                .orElse(false);
    }

    List<PendingCommand> all() {
        return List.copyOf(pending.values());
    }

    /// Anything about a command has changed that may let it, or the head of its lane, go on.
    void wake(PendingCommand command, Instant now) {
        agenda.wake(command, now);
    }

    /// Not to be taken up before a moment.
    void sleep(PendingCommand command, Instant until, Instant now) {
        command.notBefore = until;
        agenda.wake(command, now);
    }

    Optional<PendingCommand> nextReady(Set<Operation> resting, Instant now) {
        return agenda.nextReady(resting, now);
    }

    Optional<PendingCommand> nextDoubtful(Set<Operation> resting, Instant now) {
        return agenda.nextDoubtful(resting, now);
    }

    Optional<PendingCommand> nextDue(Instant now) {
        return agenda.nextDue(now);
    }

    /// A request for a command is handed out: its turn has begun.
    void take(PendingCommand command, boolean writing) {
        command.inFlight = true;
        command.writing = writing;
        lanes.begin(command);
    }

    void change(PendingCommand command, JournalEntry entry) {
        count(command, -1);
        command.entry = entry;
        count(command, 1);
    }

    /// An appointment has shown up that a create may have made, though it does not say so, because it never did or because
    /// somebody has edited the marker away: what is published for it must not overtake what names the create.
    void guess(Appointment appointment) {
        Stream<PendingCommand> ofTheContact = appointment.contactId() == null
                ? unanswered.values().stream().flatMap(Set::stream)
                : unanswered.getOrDefault(appointment.contactId(), Set.of()).stream();
        ofTheContact
                .filter(create -> BookingSearch.couldBe(appointment, create.entry))
                .filter(create -> finished.isFree(appointment, create.commandId()))
                .forEach(create -> guess(appointment, create));
    }

    void guess(Appointment appointment, PendingCommand create) {
        lanes.guess(appointment.seriesId(), create);
    }

    /// Takes a command out that has its result, and wakes who waited for it. Who waited for a create goes on in the
    /// lane of the appointment it has made.
    void remove(PendingCommand command, Instant now) {
        pending.remove(command.commandId());
        agenda.drop(command);
        count(command, -1);
        weight -= command.weight;
        Optional<PendingCommand> next = lanes.leave(command, now);
        if (command.entry.command() instanceof Create) {
            lanes.disperse(command.lane, this::laneOf).forEach(waiting -> agenda.wake(waiting, now));
        } else {
            next.ifPresent(waiting -> agenda.wake(waiting, now));
        }
    }

    /// Knows a command as finished. While an update may still take effect late, nothing may follow it in its lane, whatever
    /// its result says; and nothing may free the slot of a booking that keeps a repetition of its create from booking
    /// again.
    void remember(JournalEntry done, Instant now) {
        finished.remember(done);
        if (done.result().operation() == CommandResult.Operation.CREATE && done.appointmentId() != null) {
            lanes.known(done.appointmentId(), this::laneOf).forEach(stray -> agenda.wake(stray, now));
        }
        boolean mayStillDoHarm = done.result().operation() == CommandResult.Operation.UPDATE || done.attempts() > 1;
        if (mayStillDoHarm && done.appointmentId() != null && done.isInDoubt() && !done.isSettled(now)) {
            lanes.close(Lanes.ofAppointment(done.appointmentId()), done.settlesAt());
        }
    }

    void forgetOpenLanes(Instant now) {
        lanes.forgetOpen(now);
    }

    /// Whether the answer to another nameless create that wants the same is owed.
    boolean hasRival(JournalEntry create) {
        String contact = ((Create) create.command()).contactId();
        return unanswered.getOrDefault(contact, Set.of()).stream().anyMatch(other -> other.writing
                && other.entry.marker() == null
                && !other.entry.id().equals(create.id())
                && BookingSearch.wantTheSame(other.entry, create));
    }

    private String laneOf(PendingCommand command) {
        return Lanes.of(command.entry.command(), finished::find);
    }

    private void count(PendingCommand command, int by) {
        inDoubt += command.isInDoubt() ? by : 0;
        JournalEntry entry = command.entry;
        if (entry.command() instanceof Create create && entry.firstStartedAt() != null) {
            Set<PendingCommand> ofTheContact =
                    unanswered.computeIfAbsent(create.contactId(), _ -> new LinkedHashSet<>());
            if (by < 0) {
                ofTheContact.remove(command);
            } else {
                ofTheContact.add(command);
            }
            if (ofTheContact.isEmpty()) {
                unanswered.remove(create.contactId());
            }
        }
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

    /// Bytes that they take, roughly.
    long weight() {
        return weight;
    }

    /// Commands with a write of unknown fate.
    int inDoubt() {
        return inDoubt;
    }
}
