package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.Answer;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Marker;
import dev.almanac.calendar.Reply;
import dev.almanac.command.AppointmentCommand.Create;
import dev.almanac.command.AppointmentCommand.Malformed;
import dev.almanac.command.AppointmentCommand.Update;
import dev.almanac.command.CommandResult.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// The commands of one location: what is owed, in which order, and what each answer of the calendar means for it.
///
/// It decides and remembers; whoever owns it writes the journal entries that it hands out, makes the requests that it asks for
/// (those that write only once their entry is durable) and brings back the replies. One owner; not thread-safe. After a restart
/// it is filled with the last journal entry of every command and goes on where they say.
public final class CommandBook {
    private final String locationId;
    private final CommandSettings settings;
    private final Duration callDeadline;
    private final Map<String, PendingCommand> pending = new HashMap<>();
    private final LinkedHashMap<String, FinishedCommand> finished = new LinkedHashMap<>();
    private final Map<String, String> claims = new HashMap<>();
    private final Lanes lanes = new Lanes();
    private final TreeMap<Long, PendingCommand> ready = new TreeMap<>();
    private final TreeMap<Long, PendingCommand> doubtful = new TreeMap<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
    private final LinkedHashMap<String, JournalEntry> unwritten = new LinkedHashMap<>();

    private record Alarm(Instant at, PendingCommand command) {}

    /// What became of a command that came in.
    public enum Intake {
        ACCEPTED,
        /// Known, with the same body: it has its result, or will have it.
        REPEATED,
        /// Its id belongs to a command with another body, so that it can have no result of its own.
        DIFFERENT_BODY
    }

    /// @param callDeadline after which a call is given up; from then on `settle` counts
    public CommandBook(String locationId, CommandSettings settings, Duration callDeadline) {
        this.locationId = requireNonNull(locationId, "locationId");
        this.settings = requireNonNull(settings, "settings");
        this.callDeadline = requireNonNull(callDeadline, "callDeadline");
    }

    /// Takes over what the journal says of each command, once, before anything else.
    public void restore(List<JournalEntry> entries, Instant now) {
        entries.stream()
                .filter(entry -> entry.state() == JournalEntry.State.DONE)
                .sorted(Comparator.comparing(entry -> entry.result().finishedAt()))
                .forEach(entry -> remember(entry, now));
        entries.stream()
                .filter(entry -> entry.state() != JournalEntry.State.DONE)
                .sorted(Comparator.comparing(JournalEntry::position))
                .map(this::afterRestart)
                .map(PendingCommand::new)
                .forEach(command -> lanes.enter(admit(command), command));
        pending.values().forEach(command -> {
            expireInTime(command, now);
            wake(command, now);
        });
    }

    /// Takes in a command from the commands topic.
    ///
    /// @param position its offset: the order among the commands of the shard
    /// @param known    whether Almanac serves the location
    public Intake accept(AppointmentCommand command, long position, Trace trace, boolean known, Instant now) {
        String commandId = command.id().commandId();
        PendingCommand twin = pending.get(commandId);
        FinishedCommand past = finished.get(commandId);
        if (twin != null || past != null) {
            byte[] hash = twin != null ? twin.entry.bodyHash() : past.bodyHash();
            return Arrays.equals(hash, command.bodyHash()) ? Intake.REPEATED : Intake.DIFFERENT_BODY;
        }
        PendingCommand entry = new PendingCommand(JournalEntry.accepted(command, position, trace, now));
        Optional<Rejection> rejection = Rejection.atIntake(command, known, settings.dedupeWindow(), this::isCreate, now);
        if (rejection.isPresent()) {
            lanes.enter(Lanes.ofCreate(commandId), entry);
            reject(entry, rejection.get(), now);
            return Intake.ACCEPTED;
        }
        lanes.enter(admit(entry), entry);
        unwritten.put(commandId, entry.entry);
        expireInTime(entry, now);
        wake(entry, now);
        return Intake.ACCEPTED;
    }

    /// The next request of a command that is free to run, oldest first; empty where none is. Takes it: the reply is owed.
    public Optional<Errand> nextErrand(Instant now) {
        sound(now);
        while (!ready.isEmpty()) {
            PendingCommand command = ready.pollFirstEntry().getValue();
            if (!lanes.isHead(command)) {
                continue; // an older one has joined the lane; this one is woken when it is done
            }
            Optional<Rejection> rejection = Rejection.beforeStart(command.entry, this::outcomeOfCreate, now);
            if (rejection.isPresent()) {
                reject(command, rejection.get(), now);
            } else {
                return Optional.of(send(command, now));
            }
        }
        return Optional.empty();
    }

    /// The next look for the effect of a write of unknown fate; empty where none is due.
    public Optional<Errand> nextLook(Instant now) {
        sound(now);
        if (doubtful.isEmpty()) {
            return Optional.empty();
        }
        PendingCommand command = doubtful.pollFirstEntry().getValue();
        return Optional.of(command.present != null ? send(command, now) : look(command));
    }

    /// What an [Errand] came to.
    ///
    /// @param begunAt when its request began
    public void replied(Errand errand, Reply reply, Instant begunAt, Instant now) {
        PendingCommand command = pending.get(errand.commandId().commandId());
        if (command == null || !command.inFlight) {
            return; // seen by a poll and settled meanwhile
        }
        command.inFlight = false;
        switch (reply) {
            case Reply.Written(var result) -> apply(command, Verdict.ofWrite(result, command.entry), now);
            case Reply.Read(var result) -> {
                Verdict verdict = command.entry.state() == JournalEntry.State.STARTED
                        ? Verdict.ofReadBack(result, command.entry, settings, begunAt, now)
                        : Verdict.ofFirstRead(result);
                apply(command, verdict, now);
            }
            case Reply.Events(var result) ->
                apply(command, Verdict.ofLook(result, command.entry, this::isFree, settings, begunAt, now), now);
            case Reply.Blocked(var result) -> throw new IllegalStateException("no command asks for blocked time: " + result);
        }
    }

    /// A poll has seen this appointment. If it carries the marker of a create in doubt, the doubt is over.
    public void seen(Appointment appointment, Instant now) {
        Marker.in(appointment)
                .map(pending::get)
                .filter(command -> command.isInDoubt() && command.entry.marker() != null)
                .filter(command -> isFree(appointment, command.commandId()))
                .ifPresent(command -> apply(command, new Verdict.Succeed(appointment.seriesId(), true, null), now));
    }

    /// Ends what has expired, and wakes what has waited long enough.
    public void tick(Instant now) {
        sound(now);
    }

    /// Whether a command has no result yet.
    public boolean isPending(String commandId) {
        return pending.containsKey(commandId);
    }

    /// What came with a command; nothing once it has its result.
    public Trace traceOf(String commandId) {
        PendingCommand command = pending.get(commandId);
        return command == null ? Trace.NONE : command.entry.trace();
    }

    /// Whether a command of this id created, or may be creating, an appointment.
    public boolean isCreate(String commandId) {
        PendingCommand command = pending.get(commandId);
        FinishedCommand past = finished.get(commandId);
        return command != null && command.entry.command() instanceof Create
                || past != null && past.operation() == CommandResult.Operation.CREATE;
    }

    /// The last entry of each command that has changed since the last call, to be written in one transaction; an entry that
    /// is done goes with its result.
    public List<JournalEntry> drainJournal() {
        List<JournalEntry> entries = List.copyOf(unwritten.values());
        unwritten.clear();
        return entries;
    }

    /// Forgets, and names, the finished commands that are older than the dedupe window.
    public List<CommandId> forget(Instant now) {
        lanes.forgetOpen(now);
        List<CommandId> forgotten = new ArrayList<>();
        Instant oldest = now.minus(settings.dedupeWindow());
        Iterator<Map.Entry<String, FinishedCommand>> eldest = finished.entrySet().iterator();
        while (eldest.hasNext()) {
            Map.Entry<String, FinishedCommand> entry = eldest.next();
            if (!entry.getValue().finishedAt().isBefore(oldest)) {
                break;
            }
            eldest.remove();
            if (entry.getValue().appointmentId() != null) {
                claims.remove(entry.getValue().appointmentId(), entry.getKey());
            }
            forgotten.add(new CommandId(locationId, entry.getKey()));
        }
        return forgotten;
    }

    /// Commands without a result.
    public int waiting() {
        return pending.size();
    }

    /// Of these the ones with a write of unknown fate.
    public int inDoubt() {
        return (int) pending.values().stream().filter(PendingCommand::isInDoubt).count();
    }

    private JournalEntry afterRestart(JournalEntry entry) {
        return entry.state() == JournalEntry.State.STARTED && entry.settlesAt() == null
                ? entry.inDoubt(entry.startedAt().plus(callDeadline).plus(settings.settle()))
                : entry;
    }

    /// Enters a command among those without a result; gives its lane.
    private String admit(PendingCommand command) {
        pending.put(command.commandId(), command);
        return switch (command.entry.command()) {
            case Create create -> Lanes.ofCreate(command.commandId());
            case Update update when update.appointmentId() != null -> laneOf(update.appointmentId());
            case Update update -> laneOfCreate(update.createCommandId());
            case Malformed malformed -> throw new IllegalStateException("rejected at intake: " + malformed.id());
        };
    }

    private String laneOf(String appointmentId) {
        return Lanes.ofAppointment(appointmentId);
    }

    private String laneOfCreate(String commandId) {
        PendingCommand create = pending.get(commandId);
        FinishedCommand past = finished.get(commandId);
        if (create != null) {
            return create.lane;
        }
        return past != null && past.appointmentId() != null ? laneOf(past.appointmentId()) : Lanes.ofCreate(commandId);
    }

    private Optional<FinishedCommand> outcomeOfCreate(String commandId) {
        return Optional.ofNullable(finished.get(commandId));
    }

    /// Takes a command up, or sets an alarm for when it may be.
    private void wake(PendingCommand command, Instant now) {
        if (command.inFlight) {
            return;
        }
        if (!lanes.isHead(command)) {
            return;
        }
        Instant closed = command.entry.attempts() > 0 ? Instant.MIN : lanes.closedUntil(command.lane);
        Instant from = closed.isAfter(command.notBefore) ? closed : command.notBefore;
        if (from.isAfter(now)) {
            alarms.add(new Alarm(from, command));
        } else if (command.isInDoubt()) {
            doubtful.put(command.position(), command);
        } else {
            ready.put(command.position(), command);
        }
    }

    /// A command that is not started when it expires is rejected wherever it stands in its lane.
    private void expireInTime(PendingCommand command, Instant now) {
        Instant expiresAt = command.entry.command().expiresAt();
        if (expiresAt != null && command.entry.attempts() == 0 && expiresAt.isAfter(now)) {
            alarms.add(new Alarm(expiresAt, command));
        }
    }

    private void sound(Instant now) {
        while (!alarms.isEmpty() && !alarms.peek().at().isAfter(now)) {
            PendingCommand command = alarms.remove().command();
            if (pending.get(command.commandId()) != command || command.inFlight) {
                continue;
            }
            Optional<Rejection> expired = Rejection.ifExpired(command.entry, now);
            if (expired.isPresent()) {
                reject(command, expired.get(), now);
            } else if (lanes.isHead(command)) {
                wake(command, now);
            }
        }
    }

    private Errand send(PendingCommand command, Instant now) {
        Errand errand = Errands.toExecute(command, settings.marker(), this::outcomeOfCreate);
        if (errand.write()) {
            command.entry = command.entry.started(Errands.marker(command, settings.marker()), errand.appointmentId(), now);
            command.present = null;
            unwritten.put(command.commandId(), command.entry);
        }
        command.inFlight = true;
        return errand;
    }

    private Errand look(PendingCommand command) {
        command.inFlight = true;
        return Errands.toLook(command);
    }

    private boolean isFree(Appointment appointment, String commandId) {
        String owner = claims.get(appointment.seriesId());
        return owner == null || owner.equals(commandId);
    }

    private void apply(PendingCommand command, Verdict verdict, Instant now) {
        switch (verdict) {
            case Verdict.Succeed(String appointmentId, boolean adopted, Answer answer) ->
                finish(command, Results.succeeded(command.entry, appointmentId, adopted, answer, now), now);
            case Verdict.Reject(Reason reason, String message, Answer answer) ->
                reject(command, new Rejection(reason, message, answer), now);
            case Verdict.GiveUp(Reason reason, String message) ->
                finish(command, Results.unresolved(command.entry, reason, message, now), now);
            case Verdict.Write(Appointment present) -> {
                command.present = present;
                wake(command, now);
            }
            case Verdict.Doubtful() -> {
                Instant settlesAt = command.entry.startedAt().plus(callDeadline).plus(settings.settle());
                enter(command, command.entry.inDoubt(settlesAt), now.plus(settings.retryInterval()), now);
            }
            case Verdict.NoEffect() -> enter(command, command.entry.withoutEffect(), now.plus(settings.retryInterval()), now);
            case Verdict.Later(Instant notBefore) -> {
                command.notBefore = notBefore == null ? now.plus(settings.retryInterval()) : notBefore;
                wake(command, now);
            }
        }
    }

    private void enter(PendingCommand command, JournalEntry entry, Instant notBefore, Instant now) {
        command.entry = entry;
        command.notBefore = notBefore;
        unwritten.put(command.commandId(), entry);
        wake(command, now);
    }

    private void reject(PendingCommand command, Rejection rejection, Instant now) {
        finish(command, Results.rejected(command.entry, rejection, now), now);
    }

    private void finish(PendingCommand command, CommandResult result, Instant now) {
        JournalEntry done = command.entry.done(result);
        pending.remove(command.commandId());
        ready.remove(command.position());
        doubtful.remove(command.position());
        unwritten.put(command.commandId(), done);
        remember(done, now);
        Optional<PendingCommand> next = lanes.leave(command, now);
        if (result.operation() == CommandResult.Operation.CREATE && result.appointmentId() != null) {
            lanes.join(command.lane, laneOf(result.appointmentId()));
        }
        next.ifPresent(waiting -> wake(waiting, now));
    }

    private void remember(JournalEntry done, Instant now) {
        CommandResult result = done.result();
        finished.put(done.id().commandId(), FinishedCommand.of(done));
        if (result.operation() == CommandResult.Operation.CREATE && result.appointmentId() != null) {
            claims.put(result.appointmentId(), done.id().commandId());
        }
        boolean lateEffectPossible = done.settlesAt() != null && done.settlesAt().isAfter(now);
        if (lateEffectPossible && result.operation() == CommandResult.Operation.UPDATE && done.appointmentId() != null) {
            lanes.close(laneOf(done.appointmentId()), done.settlesAt());
        }
    }
}
