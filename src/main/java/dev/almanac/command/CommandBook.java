package dev.almanac.command;

import static java.util.Objects.requireNonNull;

import dev.almanac.calendar.ApiResult;
import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Operation;
import dev.almanac.calendar.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The commands of one location: what is owed, in which order, and what each answer of the calendar means for it.
///
/// It decides and remembers; whoever owns it writes the journal entries that it hands out, makes the requests that it
/// asks for (those that write only once their entry is durable) and brings back the replies. One owner; not
/// thread-safe. After a restart it is filled with the last journal entry of every command and goes on where they say.
public final class CommandBook {
    private final String locationId;
    private final CommandSettings settings;
    private final Duration callDeadline;
    private final FinishedCommands finished = new FinishedCommands();
    private final Backlog backlog = new Backlog(finished);
    private final Sightings sightings;
    private final Steps steps;
    private final Positions positions = new Positions();
    private final Unwritten unwritten = new Unwritten();

    /// What became of a command that came in.
    public enum Intake {
        ACCEPTED,
        /// Known, with the same body: it has its result, or will have it.
        REPEATED,
        /// Its id belongs to a command with another body, so that it can have no result of its own.
        DIFFERENT_BODY
    }

    /// @param callDeadline after which a call is given up; from then on `settle` counts
    public CommandBook(String locationId, CommandSettings settings, Duration callDeadline, Surroundings surroundings) {
        this.locationId = requireNonNull(locationId, "locationId");
        this.settings = requireNonNull(settings, "settings");
        this.callDeadline = requireNonNull(callDeadline, "callDeadline");
        this.steps = new Steps(settings, finished, backlog, surroundings);
        this.sightings = new Sightings(locationId, finished, backlog);
    }

    /// Takes over what the journal says of each command, once, before anything else.
    public void restore(List<JournalEntry> entries, Instant now) {
        backlog.restore(entries, this::settlesAt, now);
        for (PendingCommand command : backlog.all()) {
            positions.restored(command.position());
            Stranded.unreadable(command)
                    .ifPresentOrElse(ending -> finish(command, ending, now), () -> backlog.wake(command, now));
        }
    }

    /// Takes in a command from the commands topic.
    ///
    /// @param offset   of its record
    /// @param known    whether Almanac serves the location
    public Intake accept(AppointmentCommand command, long offset, Trace trace, boolean known, Instant now) {
        Optional<byte[]> twin = backlog.bodyOf(command.id().commandId());
        if (twin.isPresent()) {
            return Arrays.equals(twin.get(), command.bodyHash()) ? Intake.REPEATED : Intake.DIFFERENT_BODY;
        }
        JournalEntry entry = JournalEntry.accepted(command, positions.of(offset), trace, now);
        Rejection.atIntake(command, known, settings.dedupeWindow(), backlog::isCreate, now)
                .ifPresentOrElse(rejection -> conclude(entry, rejection, now), () -> {
                    unwritten.put(entry);
                    backlog.wake(backlog.admit(entry), now);
                });
        return Intake.ACCEPTED;
    }

    /// Offsets that come now may be lower than those of commands that wait, and follow them all the same.
    public void offsetsBeganAnew() {
        positions.beginAnew();
    }

    /// The next request of the oldest command that is free to run and needs nothing that rests. Takes it: the reply is owed.
    public Optional<Errand> nextErrand(Set<Operation> resting, Instant now) {
        tick(now);
        return next(() -> unwritten.hasRoom() ? backlog.nextReady(resting, now) : Optional.empty(), now);
    }

    /// The next look for the effect of a write of unknown fate, or the write that a look has shown to be needed once more;
    /// empty where none is due, likewise.
    public Optional<Errand> nextLook(Set<Operation> resting, Instant now) {
        tick(now);
        return next(() -> backlog.nextDoubtful(resting, now), now);
    }

    /// What an [Errand] came to.
    ///
    /// @param begunAt when its request began
    public void replied(Errand errand, Reply reply, Instant begunAt, Instant now) {
        // Otherwise seen by a poll, and settled meanwhile.
        backlog.find(errand.commandId().commandId()).filter(command -> command.inFlight).ifPresent(command -> {
            command.replied(errand.request().operation(), reply, now);
            if (reply instanceof Reply.Read(ApiResult.Ok(Appointment present, _))) {
                seen(present, now);
            }
            apply(command, steps.after(reply, errand.write(), command, begunAt, now), begunAt, now);
        });
    }

    /// This appointment was seen: a create that it proves to have succeeded has its result now.
    public void seen(Appointment appointment, Instant now) {
        sightings.provenBy(appointment).ifPresent(create ->
                finish(create, new Verdict.Succeed(appointment.seriesId(), true, null), now));
    }

    /// What has been found booked twice since the last call.
    public List<DuplicateBooking> drainDuplicates() {
        return sightings.drainDuplicates();
    }

    /// What could not be decided since the last call, because of a defect.
    public List<Defect> drainDefects() {
        return steps.drainDefects();
    }

    /// Ends what has expired, and wakes what has waited long enough.
    public void tick(Instant now) {
        Supplier<Optional<PendingCommand>> woken = () -> unwritten.hasRoom() ? backlog.nextDue(now) : Optional.empty();
        for (Optional<PendingCommand> due = woken.get(); due.isPresent(); due = woken.get()) {
            PendingCommand command = due.get();
            Rejection.ifExpired(command.entry, now)
                    .ifPresentOrElse(expired -> finish(command, expired, now), () -> backlog.wake(command, now));
        }
    }

    /// Ends what must not wait for a location that is served no longer.
    public void endUnserved(Instant now) {
        backlog.all().stream().takeWhile(_ -> unwritten.hasRoom()).forEach(command ->
                Stranded.unserved(command, now).ifPresent(ending -> finish(command, ending, now)));
    }

    /// What came with a command; nothing once it has its result.
    public Trace traceOf(String commandId) {
        return backlog.find(commandId).map(command -> command.entry.trace()).orElse(Trace.NONE);
    }

    /// The command that created an appointment, or may have; empty where none did, as far as is known.
    public Optional<String> creatorOf(Appointment appointment) {
        return sightings.creatorOf(appointment);
    }

    /// The last entry of each command that has changed since the last call, for one transaction; one that is done with its result.
    public List<JournalEntry> drainJournal() {
        return unwritten.drain();
    }

    /// Forgets, and names, finished commands older than the dedupe window.
    public List<CommandId> forget(Instant now) {
        backlog.forgetOpenLanes(now);
        Instant before = now.minus(settings.dedupeWindow()).minus(Rejection.CLOCK_AHEAD);
        return finished.forget(before, backlog.namedCreates()).stream()
                .map(commandId -> new CommandId(locationId, commandId)).toList();
    }

    /// Whether no command is known.
    public boolean remembersNothing() {
        return waiting() == 0 && finished.isEmpty();
    }

    /// Commands without a result.
    public int waiting() {
        return backlog.size();
    }

    /// Bytes of memory that they take, roughly.
    public long weight() {
        return backlog.weight();
    }

    /// Of these the ones with a write of unknown fate.
    public int inDoubt() {
        return backlog.inDoubt();
    }

    /// The next request of the first command whose turn does not end it, or put it off.
    private Optional<Errand> next(Supplier<Optional<PendingCommand>> turns, Instant now) {
        for (Optional<PendingCommand> turn = turns.get(); turn.isPresent(); turn = turns.get()) {
            Verdict next = steps.next(turn.get(), now);
            apply(turn.get(), next, now, now);
            if (next instanceof Verdict.Ask(Errand errand)) {
                return Optional.of(errand);
            }
        }
        return Optional.empty();
    }

    private void take(PendingCommand command, Errand errand, Instant now) {
        if (errand.write()) {
            String marker = Errands.marker(command, settings.marker());
            write(command, command.entry.started(marker, errand.appointmentId(), errand.version(), now));
            command.forgetRead();
        }
        backlog.take(command, errand.write());
    }

    private void apply(PendingCommand command, Verdict verdict, Instant begunAt, Instant now) {
        switch (verdict) {
            case Verdict.Ending ending -> finish(command, ending, now);
            case Verdict.Ask(Errand errand) -> take(command, errand, now);
            case Verdict.Write(Appointment present) -> {
                command.clear(present, now);
                backlog.wake(command, now);
            }
            case Verdict.Doubtful(String refusal) -> {
                command.refusal = refusal;
                retry(command, command.entry.inDoubt(settlesAt(begunAt)), now);
            }
            case Verdict.NoEffect() -> retry(command, command.entry.withoutEffect(), now);
            case Verdict.Later(Instant notBefore) ->
                backlog.sleep(command, now.plus(command.waitAfter(Duration.between(now, notBefore))), now);
        }
    }

    private Instant settlesAt(Instant sent) {
        return sent.plus(callDeadline).plus(settings.settle());
    }

    private void retry(PendingCommand command, JournalEntry entry, Instant now) {
        write(command, entry);
        backlog.sleep(command, now.plus(command.waitAfter(settings.retryInterval())), now);
    }

    private void write(PendingCommand command, JournalEntry entry) {
        backlog.change(command, entry);
        unwritten.put(entry);
    }

    private void finish(PendingCommand command, Verdict.Ending ending, Instant now) {
        conclude(command.entry, ending, now);
        backlog.remove(command, now);
    }

    private void conclude(JournalEntry entry, Verdict.Ending ending, Instant now) {
        JournalEntry done = entry.done(Results.of(ending, entry, now));
        unwritten.put(done);
        backlog.remember(done, now);
    }
}
