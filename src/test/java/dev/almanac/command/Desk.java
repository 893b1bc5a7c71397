package dev.almanac.command;

import dev.almanac.calendar.Appointment;
import dev.almanac.calendar.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A [CommandBook] with a clock, and a journal that outlives it. Every step is committed at once.
final class Desk {
    static final Duration DEADLINE = Duration.ofSeconds(15);
    static final Duration SETTLE = Duration.ofSeconds(120);
    static final CommandSettings SETTINGS = settings(true);
    /// From handing out a write to where a late effect can no longer come.
    static final Duration SETTLED = DEADLINE.plus(SETTLE);

    static CommandSettings settings(boolean marker) {
        return new CommandSettings(
                SETTLE, marker, Duration.ofDays(7), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofHours(1), 3);
    }

    final Map<String, JournalEntry> journal = new LinkedHashMap<>();
    final List<CommandResult> results = new ArrayList<>();
    CommandBook book;
    Instant now = Samples.T0;
    /// What the feed shows.
    final List<Appointment> seen = new ArrayList<>();
    final List<DuplicateBooking> duplicates = new ArrayList<>();
    private final CommandSettings settings;
    private long position;
    /// A planted defect in the search for lost bookings.
    boolean seenFails;
    private final Map<Errand, Instant> begun = new IdentityHashMap<>();

    Desk() {
        this(SETTINGS);
    }

    Desk(CommandSettings settings) {
        this.settings = settings;
        this.book = open();
    }

    private CommandBook open() {
        Surroundings surroundings = new Surroundings(Samples.ONE_SEAT::equals, _ -> seen());
        return new CommandBook(Samples.LOCATION, settings, DEADLINE, surroundings);
    }

    private List<Appointment> seen() {
        if (seenFails) {
            throw new IllegalStateException("planted");
        }
        return List.copyOf(seen);
    }

    /// Its offsets begin at 0 again.
    void topicIsMadeAnew() {
        position = 0;
        book.offsetsBeganAnew();
    }

    CommandBook.Intake accept(AppointmentCommand command) {
        CommandBook.Intake intake = book.accept(command, position++, Trace.NONE, true, now);
        commit();
        return intake;
    }

    Desk with(AppointmentCommand... commands) {
        for (AppointmentCommand command : commands) {
            accept(command);
        }
        return this;
    }

    Optional<Errand> nextErrand() {
        return begin(book.nextErrand(Set.of(), now));
    }

    Optional<Errand> nextLook() {
        return begin(book.nextLook(Set.of(), now));
    }

    Errand errand() {
        return nextErrand().orElseThrow(() -> new AssertionError("no command is free to run at " + now));
    }

    Errand look() {
        return nextLook().orElseThrow(() -> new AssertionError("no look is due at " + now));
    }

    void reply(Errand errand, Reply reply) {
        book.replied(errand, reply, begun.get(errand), now);
        commit();
    }

    void seen(Appointment appointment) {
        book.seen(appointment, now);
        commit();
    }

    Desk after(Duration duration) {
        now = now.plus(duration);
        book.tick(now);
        commit();
        return this;
    }

    Desk afterSeconds(long seconds) {
        return after(Duration.ofSeconds(seconds));
    }

    void crash() {
        book = open();
        book.restore(List.copyOf(journal.values()), now);
        commit();
    }

    /// Runs a create to its success.
    void book(String commandId, String appointmentId) {
        accept(Samples.create(commandId));
        reply(errand(), Samples.written(appointmentId));
    }

    /// Brings a create, or an update that has been read, to where its write is of unknown fate and the first look is
    /// due.
    void loseAnswer(Errand write) {
        reply(write, Samples.writtenInDoubt());
        afterSeconds(1);
    }

    CommandResult result(String commandId) {
        return results.stream()
                .filter(result -> result.id().commandId().equals(commandId))
                .reduce((one, two) -> {
                    throw new AssertionError("two results of " + commandId);
                })
                .orElseThrow(() -> new AssertionError("no result of " + commandId));
    }

    List<String> finished() {
        return results.stream().map(result -> result.id().commandId()).toList();
    }

    private Optional<Errand> begin(Optional<Errand> errand) {
        errand.ifPresent(taken -> begun.put(taken, now));
        commit();
        return errand;
    }

    private void commit() {
        duplicates.addAll(book.drainDuplicates());
        for (JournalEntry entry : book.drainJournal()) {
            journal.put(entry.id().commandId(), entry);
            if (entry.state() == JournalEntry.State.DONE) {
                results.add(entry.result());
            }
        }
    }
}
